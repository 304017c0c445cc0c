/** What must hold of the installation: at once after a kill, and when the program has run again. */
import { readFileSync } from "node:fs"
import { entryOf, type Known, secretOf } from "./known.ts"
import {
  BYSTANDERS,
  CONFIG,
  MARKS,
  objectOf,
  PLUGINS,
  SECRETS,
  STATE,
  SYSTEM,
  TOKEN,
  type World
} from "./world.ts"

/** `killed`: no program has run since. `recovered`: the program has, to its end. */
export type Phase = "killed" | "recovered"

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

/** What is wrong, one line each. */
export const inspect = (world: World, known: Known, phase: Phase): ReadonlyArray<string> => {
  const documents: Array<unknown> = []
  for (const path of [CONFIG, SECRETS, STATE, MARKS]) {
    try {
      documents.push(world.read(path))
    } catch (cause) {
      return [`${path} does not parse: ${String(cause)}`]
    }
  }
  const [config, secrets, state, marks = []] = documents
  if (config === undefined || secrets === undefined || state === undefined) return ["a document is gone"]
  if (!Array.isArray(marks)) return ["the marks are no list"]
  const places: Places = {
    config: objectOf(config),
    secrets: objectOf(secrets),
    states: objectOf(objectOf(state)["states"]),
    marks: new Set(marks.map(String)),
    directories: new Set(world.directories())
  }
  return [
    ...system(places, known),
    ...PLUGINS.flatMap((id) => settings(id, places, known)),
    ...directories(world, places, known),
    ...(phase === "recovered" ? PLUGINS.flatMap((id) => settled(id, places, known)) : []),
    ...privacy(world)
  ]
}

interface Places {
  readonly config: { readonly [key: string]: unknown }
  readonly secrets: { readonly [key: string]: unknown }
  readonly states: { readonly [id: string]: unknown }
  readonly marks: ReadonlySet<string>
  readonly directories: ReadonlySet<string>
}

const system = ({ config, marks, secrets }: Places, { brightness }: Known): ReadonlyArray<string> => {
  const wrong: Array<string> = []
  const display = objectOf(config["display"])
  const expected = { ...SYSTEM, display: { ...SYSTEM.display, brightness: display["brightness"] } }
  for (const [key, value] of Object.entries(expected)) {
    if (!same(config[key], value)) wrong.push(`the settings under ${key} are ${JSON.stringify(config[key])}`)
  }
  if (!brightness.some((written) => written === display["brightness"]))
    wrong.push(`the brightness is ${String(display["brightness"])}, which no program wrote`)
  const known = new Set<string>([...PLUGINS, ...Object.keys(SYSTEM)])
  for (const key of Object.keys(config)) if (!known.has(key)) wrong.push(`config has ${key}`)
  for (const id of BYSTANDERS) if (marks.has(id)) wrong.push(`${id} is marked as uninstalled`)
  if (!same(secrets["github"], TOKEN.github)) wrong.push("the secret of github is not what it was")
  return wrong
}

const settings = (id: string, { config, secrets, states }: Places, known: Known): ReadonlyArray<string> => {
  const number = known.numbers.get(id)
  if (number === undefined) return []
  const wrong: Array<string> = []
  const { enabled, ...entry } = objectOf(config[id])
  const expected = entryOf(id, number)
  const { api_key: _key, ...withoutKey } = expected
  const mayLeave = known.leaving.has(id)
  if (!same(entry, expected) && !(mayLeave && (same(entry, {}) || same(entry, withoutKey))))
    wrong.push(`the settings of ${id} are ${JSON.stringify(config[id])}`)
  if (config[id] !== undefined && typeof enabled !== "boolean") wrong.push(`${id} has no enabled`)
  if (!same(secrets[id], secretOf(id, number)) && !(mayLeave && secrets[id] === undefined))
    wrong.push(`the secrets of ${id} are not what they were`)
  if (!known.recordsOpen.has(id) && !same(objectOf(states[id])["metadata"], { owner: number }))
    wrong.push(`the record of ${id} is ${JSON.stringify(states[id])}`)
  return wrong
}

const directories = (world: World, places: Places, { deleted, moving }: Known): ReadonlyArray<string> => [
  ...[...places.directories].flatMap((name) =>
    world.wholeIn(name) === undefined ? [`the directory ${name} is not whole`] : []
  ),
  ...PLUGINS.flatMap((id) =>
    moving.has(id) || places.directories.has(id) ? [] : [`${id} is gone, and no command was at it`]
  ),
  ...PLUGINS.flatMap((id) => (deleted.has(id) || world.hasLogin(id) ? [] : [`the login of ${id} is gone`]))
]

/** An uninstall is complete or has not begun, and what was answered with success is there. */
const settled = (id: string, places: Places, known: Known): ReadonlyArray<string> => {
  const { config, directories, marks, states } = places
  const { keeping, leaving, promised, stale } = known
  const wrong: Array<string> = []
  const isThere = directories.has(id)
  if (marks.has(id) && isThere) wrong.push(`uninstalled ${id} is there`)
  const mayBeLeft = stale || keeping.has(id) || !leaving.has(id)
  if (marks.has(id) && !mayBeLeft && config[id] !== undefined) wrong.push(`uninstalled ${id} has an entry`)
  if (marks.has(id) && states[id] !== undefined && config[id] === undefined)
    wrong.push(`uninstalled ${id} has a record`)
  if (!marks.has(id) && config[id] !== undefined && !isThere) wrong.push(`${id} is not on disk`)
  const verb = promised.get(id)?.verb
  const told = `${id}: ${verb} was answered with success`
  if (verb === "install" && (!isThere || marks.has(id))) wrong.push(`${told}, and it is not there`)
  if (verb === "uninstall" && (isThere || !marks.has(id))) wrong.push(`${told}, and it is there`)
  if (verb === "enable" || verb === "disable") {
    if (objectOf(config[id])["enabled"] !== (verb === "enable")) wrong.push(`${told}, and it is not`)
  }
  return wrong
}

const SECRET = /s3cret-of-|entry-key-of-/u
/** The files that hold secrets by right, and the next version of each. */
const BY_RIGHT = /^config\/\.?config(?:_secrets)?\.json/u

export const tellsSecrets = (text: string): boolean => SECRET.test(text)

const privacy = (world: World): ReadonlyArray<string> =>
  world
    .files()
    .filter((file) => !BY_RIGHT.test(file) && !file.endsWith(".csv"))
    .flatMap((file) =>
      tellsSecrets(readFileSync(world.path(file), "utf8")) ? [`${file} holds a secret`] : []
    )

/** Files of work that has not come to its end. */
export const halfDone = (world: World): ReadonlyArray<string> =>
  world
    .files()
    .filter(
      (file) =>
        file.endsWith(".intended.json") ||
        /\.ledmatrix-reconciler\.(?:.*\.tmp$|standalone-backup-(?!kept\.))/u.test(file)
    )
