/** The program runs again, undisturbed, until nothing disagrees: what it says then, and what must be true. */
import { type Ended, json, run } from "../../cli/support/program.ts"
import { inspect, tellsSecrets } from "./inspect.ts"
import type { Known } from "./known.ts"
import { objectOf, type World } from "./world.ts"

/** What only a person can decide: they took it back, or uninstalled it a moment ago. */
const OF_A_PERSON = new Set<unknown>(["undone", "recently_uninstalled"])

const again = (world: World, ...words: ReadonlyArray<string>): Promise<Ended> =>
  run([...words, "--json", "--root", world.root, "--registry", world.registry, "--offline"])

const open = ({ stdout }: Ended): ReadonlyArray<string> => {
  const report = objectOf(json(stdout))
  const found = report["inconsistencies_found"]
  return (Array.isArray(found) ? found : []).flatMap((finding: unknown) => {
    const { outcome, plugin_id, reason } = objectOf(finding)
    const { status } = objectOf(outcome)
    if (status === "fixed" || status === "informational") return []
    return OF_A_PERSON.has(reason)
      ? []
      : [`${String(plugin_id)} ${String(reason)} ${JSON.stringify(outcome)}`]
  })
}

const endsBadly = (name: string, ended: Ended): ReadonlyArray<string> => {
  const wrong = tellsSecrets(ended.stdout + ended.stderr) ? [`${name} told a secret`] : []
  if (ended.code === 0) return wrong
  if (ended.code !== 2) return [...wrong, `${name} ended with ${ended.code}: ${ended.stdout}${ended.stderr}`]
  return [...wrong, ...open(ended).map((line) => `${name} leaves ${line}`)]
}

export const recover = async (world: World, known: Known): Promise<ReadonlyArray<string>> => {
  const first = await again(world, "reconcile")
  const wrong = [...endsBadly("reconcile", first)]
  if (first.code === 2)
    wrong.push(...endsBadly("reconcile --force", await again(world, "reconcile", "--force")))
  wrong.push(...endsBadly("check", await again(world, "check")))
  return [...wrong, ...inspect(world, known, "recovered")]
}
