/** What must hold of a disk: at once after a cut, and after the program has run again. */
import { Option } from "effect"
import type { Doings } from "../world/LedMatrix.ts"
import { CONFIG, MARKS, parsed, parsedObject, SECRETS, STATE, type Versions } from "../world/documents.ts"
import { settingsMade } from "../desired/settingsMade.ts"
import { holdsSecrets } from "./exposed.ts"
import type { Facts } from "./facts.ts"
import { HIDDEN, journalTexts, pluginTrees, readRecord, type Snapshot, wholeIn } from "./trees.ts"
import { LOGIN, loginOf, ROOT, type World } from "../world/world.ts"

export interface Known {
  readonly world: World
  readonly facts: Facts
  readonly doings: Doings
  readonly versions: Versions
  /** Directories of plugins that no command is at: they are in place, durably. */
  readonly standing: ReadonlySet<string>
  /** Documents that the cut has taken from LEDMatrix in the middle of its own write. */
  readonly theirLosses: ReadonlySet<string>
}

/** `cut`: no program has run since. `recovered`: the program has, to its end. */
export type Phase = "cut" | "recovered"

/** What is wrong, one line each. */
export const inspect = (files: Snapshot, known: Known, phase: Phase): ReadonlyArray<string> => [
  ...documents(files, known, phase),
  ...settings(files, known),
  ...records(files, known),
  ...secrets(files, known),
  ...marks(files, known),
  ...directories(files, known, phase),
  ...logins(files, known),
  ...journal(files),
  ...privacy(files, known)
]

/** Each plugin's login is in its directory or in a copy that was kept. What LEDMatrix deletes is its own affair. */
const logins = (files: Snapshot, { doings, world }: Known): ReadonlyArray<string> => {
  const there = new Set(
    [...pluginTrees(files).values()].flatMap((tree) => {
      const login = tree.get(LOGIN)
      return login === undefined ? [] : [login]
    })
  )
  return [...world.installed.keys()].flatMap((directory) =>
    doings.directories.has(directory) || there.has(loginOf(directory))
      ? []
      : [`the login of ${directory} is gone`]
  )
}

const documents = (files: Snapshot, { theirLosses, versions, world }: Known, phase: Phase) =>
  [CONFIG, SECRETS, MARKS, STATE].flatMap((path) => {
    if (theirLosses.has(path)) return []
    const text = files.get(path)
    if (path === STATE && world.brokenState !== undefined) {
      const theirs = versions.get(path)?.some(({ author }) => author === "LEDMatrix") === true
      if (text === world.brokenState || (theirs && text === undefined)) return []
      if (!theirs) return brokenState(files, world.brokenState)
    }
    const seen = versions.get(path) ?? []
    if (text === undefined && seen[0]?.text !== undefined) return [`${path} is gone`]
    if (text !== undefined && parsed(text) === undefined)
      return [`${path} does not parse: ${text.slice(0, 80)}`]
    if (phase === "cut" && !seen.some((version) => version.text === text))
      return [`${path} is none of the ${seen.length} versions it has had`]
    return []
  })

/** An unreadable saved state stays as it is, or is kept beside the new one. */
const brokenState = (files: Snapshot, broken: string): ReadonlyArray<string> => {
  const text = files.get(STATE)
  const aside = [...files].some(([path, kept]) => path.startsWith(`${STATE}.corrupt-`) && kept === broken)
  if (!aside) return ["the broken state is gone"]
  return text === undefined || parsed(text) !== undefined
    ? []
    : [`${STATE} does not parse: ${text.slice(0, 80)}`]
}

const mayLeave = ({ mayGo, named }: Facts, id: string): boolean => mayGo.has(id) || named.has(id)

/** What of an entry or a record only its owner decides. */
const settled = (value: unknown, ours: ReadonlyArray<string>): unknown => {
  if (typeof value !== "object" || value === null || Array.isArray(value)) return value
  return Object.fromEntries(Object.entries(value).filter(([name]) => !ours.includes(name)))
}

const same = (a: unknown, b: unknown): boolean => JSON.stringify(a) === JSON.stringify(b)

const withoutKeys = (value: unknown): unknown => settled(value, ["api_key"])

const settings = (files: Snapshot, { doings, facts, theirLosses, world }: Known): ReadonlyArray<string> => {
  const config = parsedObject(files.get(CONFIG))
  if (theirLosses.has(CONFIG)) return []
  if (config === undefined) return ["there is no config"]
  const wrong: Array<string> = []
  for (const [key, initial] of Object.entries(world.config)) {
    const now = config[key]
    if (now === undefined) {
      if (!facts.mayGo.has(key)) wrong.push(`the settings under ${key} are gone`)
      continue
    }
    const { names, wrong: made } = ofPatches(key, now, facts, world)
    wrong.push(...made)
    const own = world.ids.includes(key) ? ["enabled", ...names] : []
    const ours = key === "display" ? ["brightness"] : own
    const holds =
      same(settled(now, ours), settled(initial, ours)) ||
      ((facts.mayCome.has(key) ||
        (facts.named.has(key) && facts.mayGo.has(key)) ||
        (facts.mayGo.has(key) && (doings.toggled.has(key) || doings.uninstalled.has(key)))) &&
        same(settled(now, ours), {})) ||
      (facts.undone && same(settled(now, ours), withoutKeys(settled(initial, ours))))
    if (!holds) wrong.push(`the settings under ${key} are ${JSON.stringify(now)}`)
  }
  for (const [key, now] of Object.entries(config)) {
    if (Object.hasOwn(world.config, key)) continue
    const known = world.ids.includes(key) || key === world.spare || [...world.idOf.keys()].includes(key)
    const { names, wrong: made } = ofPatches(key, now, facts, world)
    wrong.push(...made)
    if (!known || !same(settled(now, ["enabled", ...names]), {}))
      wrong.push(`config has ${key}: ${JSON.stringify(now)}`)
  }
  return wrong
}

const ofPatches = (key: string, now: unknown, { mayCome, mayGo, patches }: Facts, { config }: World) => {
  const mayBeNew = mayCome.has(key) || mayGo.has(key)
  const { names, wrong } = settingsMade(now, config[key], patches.get(key) ?? [], mayBeNew)
  return { names, wrong: wrong.map((name) => `the setting ${name} of ${key} is none that it was given`) }
}

const OURS = ["enabled", "status", "version", "last_updated", "config_version", "installed_at"]

const isValid = (record: unknown): boolean =>
  typeof record === "object" && record !== null && "status" in record && record.status !== "loaded"

const records = (files: Snapshot, { facts, theirLosses, world }: Known): ReadonlyArray<string> => {
  if (theirLosses.has(STATE) || !files.has(STATE)) return []
  const states = parsedObject(JSON.stringify(parsedObject(files.get(STATE))?.["states"] ?? {})) ?? {}
  const wrong: Array<string> = []
  for (const [id, initial] of Object.entries(world.records)) {
    const now = states[id]
    const uninstalled = world.marks.includes(id)
    if (now === undefined) {
      if (!mayLeave(facts, id) && !uninstalled) wrong.push(`the record of ${id} is gone`)
      continue
    }
    if (!isValid(initial)) continue
    const before = settled(initial, [...OURS, "metadata"])
    const keep = metadataOf(now)["keep"]
    if (!same(settled(now, [...OURS, "metadata"]), before))
      wrong.push(`the record of ${id} is ${JSON.stringify(now)}`)
    // Installed anew after it was uninstalled, it has a new record.
    const mayBeNew = facts.named.has(id) || (facts.mayCome.has(id) && (facts.mayGo.has(id) || uninstalled))
    if (keep !== id && !mayBeNew) wrong.push(`the record of ${id} has lost its metadata`)
  }
  return wrong
}

const metadataOf = (record: unknown): { readonly [name: string]: unknown } => {
  const metadata = parsedObject(JSON.stringify(record))?.["metadata"]
  return parsedObject(JSON.stringify(metadata ?? {})) ?? {}
}

const secrets = (files: Snapshot, { facts, theirLosses, world }: Known): ReadonlyArray<string> => {
  if (theirLosses.has(SECRETS)) return []
  const now = parsedObject(files.get(SECRETS)) ?? {}
  const wrong: Array<string> = []
  for (const [key, initial] of Object.entries(world.secrets)) {
    if (now[key] === undefined ? !facts.mayGo.has(key) : !same(now[key], initial))
      wrong.push(`the secrets of ${key} are not what they were`)
  }
  return wrong
}

const marks = (files: Snapshot, { facts, theirLosses, world }: Known): ReadonlyArray<string> => {
  if (theirLosses.has(MARKS)) return []
  const now = parsed(files.get(MARKS)) ?? []
  if (!Array.isArray(now)) return ["the marks are no list"]
  const marked: ReadonlyArray<string> = now
  return [
    ...world.marks.flatMap((mark) =>
      marked.includes(mark) || facts.mayCome.has(mark) || facts.named.has(mark)
        ? []
        : [`the mark of ${mark} is gone`]
    ),
    ...marked.flatMap((mark) =>
      world.marks.includes(mark) || mayLeave(facts, mark) ? [] : [`${mark} is marked as uninstalled`]
    )
  ]
}

const directories = (files: Snapshot, known: Known, phase: Phase): ReadonlyArray<string> => {
  const { doings, facts, world } = known
  const trees = pluginTrees(files)
  const wrong: Array<string> = []
  for (const [directory, tree] of trees) {
    if (directory.includes(HIDDEN) || doings.directories.has(directory)) continue
    if (tree.size === 0 && phase === "cut") continue
    if (wholeIn(directory, tree, world) === undefined)
      wrong.push(`${directory} is a mixture: ${JSON.stringify([...tree.keys()])}`)
  }
  for (const directory of known.standing) {
    const standing = doings.directories.has(directory) || wholeIn(directory, trees.get(directory), world)
    if (standing === undefined) wrong.push(`${directory} was in place, and no program was at it`)
  }
  if (phase === "cut") return wrong
  for (const directory of world.installed.keys()) {
    const id = world.idOf.get(directory) ?? directory
    if (trees.has(directory) || mayLeave(facts, id) || doings.directories.has(directory)) continue
    wrong.push(`the plugin in ${directory} is gone`)
  }
  for (const copy of world.setAside.keys()) {
    const directory = copy.slice(0, copy.indexOf(HIDDEN))
    const left = trees.has(copy) || trees.has(directory) || mayLeave(facts, directory)
    if (!left && !doings.directories.has(directory)) wrong.push(`the copy ${copy} is gone`)
  }
  return wrong
}

const journal = (files: Snapshot): ReadonlyArray<string> =>
  journalTexts(files).flatMap(([path, text]) =>
    Option.isSome(readRecord(parsed(text))) ? [] : [`${path} is no record of a run`]
  )

const holdsConfig = (path: string): boolean =>
  path === CONFIG || path.startsWith(`${ROOT}/config/.config.json.`)

const privacy = (files: Snapshot, { world }: Known): ReadonlyArray<string> => {
  const wrong: Array<string> = []
  for (const [path, text] of files) {
    if (text === undefined || holdsSecrets(path)) continue
    if (text.includes("s3cret-of-") || world.secretTexts.some((secret) => text.includes(secret)))
      wrong.push(`${path} holds a secret`)
    if (!holdsConfig(path) && text.includes("entry-key-of-")) wrong.push(`${path} holds a key of an entry`)
  }
  return wrong
}
