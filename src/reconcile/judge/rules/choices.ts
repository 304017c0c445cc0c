/** What a person can decide about a finding, by a name; `resolve` carries it out. */
import type { Finding } from "../../../domain/findings/Finding.ts"
import type { InstalledPlugin } from "../../../domain/sources/DiskView.ts"
import { isPluginId } from "../../../domain/plugin/PluginId.ts"
import type { SnapshotFacts } from "../facts/PluginFacts.ts"

type FindingChoices = Pick<Finding, "choices">

/** Of several directories with one id, which stays. */
export const whichDirectory = (installed: ReadonlyArray<InstalledPlugin>): FindingChoices => ({
  choices: installed.map(({ directory, version }) => {
    const others = installed.filter((other) => other.directory !== directory)
    const which = version === undefined ? "" : ` (version ${version})`
    return {
      choice: directory,
      does: `stays${which}, and ${others.map((other) => other.directory).join(", ")} ${others.length === 1 ? "is" : "are"} set aside`
    }
  })
})

/** A plugin that is there and marked as uninstalled stays. */
export const keepMarked: FindingChoices = {
  choices: [{ choice: "keep", does: "clears the mark, and the plugin stays" }]
}

/** Settings under a wrong key: nothing where the right one holds settings of its own. */
export const otherKey = (
  id: string,
  right: string,
  { config, systemKeys }: SnapshotFacts
): FindingChoices => {
  const there = config?.values.get(right)
  const isFree = there === undefined || (there._tag === "Entry" && there.bare)
  return isFree && !systemKeys.has(right) && (isPluginId(right) || isPluginId(id))
    ? { choices: [{ choice: right, does: `becomes the name of the entry ${id}; its settings are kept` }] }
    : {}
}
