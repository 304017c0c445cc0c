/**
 * The strict reader of documents of desired states: all of a document, or nothing. A document that was misread would
 * change many signs; so what is not understood in it is never passed over.
 */
import { Result } from "effect"
import { isJsonObject, isJsonValue, type JsonValue } from "../../json/JsonValue.ts"
import { parseJsonSpelled, withoutByteOrderMark } from "../../json/parsing/parseJson.ts"
import { duplicateKey, lineAt, lineOf } from "../../json/position.ts"
import { isPluginId } from "../plugin/PluginId.ts"
import {
  DESIRED_SCHEMA,
  type DesiredDocument,
  type DesiredFields,
  type DesiredPart,
  type DesiredPlugins,
  OTHERS,
  type Others,
  type SettingsPatch
} from "./DesiredDocument.ts"
import { DesiredRefused } from "./DesiredRefused.ts"
import { signReader } from "./signReader.ts"
import {
  boolean,
  fault,
  type Fault,
  knownFields,
  mapOf,
  number,
  optional,
  orRather,
  type Read,
  type Reader,
  text,
  withHint,
  wrongType
} from "./fields.ts"

/** What a document may hold at most. */
export const DESIRED_LIMITS = { bytes: 1_048_576, plugins: 1000, signs: 50_000, nameLength: 253 } as const

const TOP = ["schema", "serial", "plugins", "groups", "signs", "others", "rollout"]
const PLUGIN = ["version", "enabled", "absent", "settings"]

/** Members of settings that have a field of their own. */
const OWN_FIELDS = ["enabled", "version"]

/**
 * Reads a document's bytes. `document` is its file or address, for messages; `systemKeys` are the keys of config that
 * can be no plugin's.
 */
export const readDesired = (
  bytes: Uint8Array,
  document: string,
  systemKeys: ReadonlySet<string>
): Result.Result<DesiredDocument, DesiredRefused> => {
  const refused = (line: number, path: ReadonlyArray<string>, problem: string) =>
    Result.fail(new DesiredRefused({ document, line, field: path.join("."), problem }))
  if (bytes.length > DESIRED_LIMITS.bytes) {
    return refused(0, [], `it has ${bytes.length} bytes; at most ${DESIRED_LIMITS.bytes} (1 MiB) are read`)
  }
  const decoded = Result.try(() => new TextDecoder("utf-8", { fatal: true, ignoreBOM: true }).decode(bytes))
  if (Result.isFailure(decoded)) return refused(0, [], "it is not UTF-8 text")
  const json = withoutByteOrderMark(decoded.success)
  const parsed = parseJsonSpelled(json)
  if (Result.isFailure(parsed)) {
    const { message } = parsed.failure
    const last = lineAt(json, json.trimEnd().length)
    return refused(Number(/ line (\d+)/u.exec(message)?.[1] ?? last), [], message)
  }
  const twice = duplicateKey(json, parsed.success)
  if (twice !== undefined) {
    return refused(lineAt(json, twice.offset), twice.path, "the key stands twice in one object; keep one")
  }
  return Result.mapError(
    readDocument(parsed.success, systemKeys),
    ({ path, problem }) =>
      new DesiredRefused({ document, line: lineOf(json, path), field: path.join("."), problem })
  )
}

/** What is parsed, as a document. */
export const readDocument = (value: unknown, systemKeys: ReadonlySet<string>): Read<DesiredDocument> =>
  Result.gen(function* () {
    const top = yield* knownFields(TOP)(value, [])
    yield* schemaOf(top)
    const plugins = pluginsReader(systemKeys)
    const all = yield* optional(top, "plugins", [], plugins, NO_PLUGINS)
    const groups = yield* optional(top, "groups", [], mapOf(nameFault, groupReader(plugins)), NO_GROUP)
    const signs = yield* signsOf(top, plugins, groups)
    const document: DesiredDocument = {
      plugins: all,
      groups,
      signs,
      others: yield* optional<Others, "keep">(top, "others", [], others, "keep"),
      share: yield* optional(top, "rollout", [], rollout, 1),
      serial: yield* optional(top, "serial", [], serial, undefined)
    }
    yield* withinLimit(document)
    return document
  })

const schemaOf = (top: { readonly [key: string]: unknown }): Read<true> =>
  top["schema"] === DESIRED_SCHEMA
    ? Result.succeed(true)
    : fault(
        ["schema"],
        Object.hasOwn(top, "schema")
          ? `it has to be ${JSON.stringify(DESIRED_SCHEMA)}, the one form that is known`
          : `it is missing, and has to be ${JSON.stringify(DESIRED_SCHEMA)}`
      )

const others: Reader<Others> = (value, path) => {
  const found = OTHERS.find((known) => known === value)
  if (found !== undefined) return Result.succeed(found)
  return typeof value === "string"
    ? fault(path, withHint("it is none of the words for it", orRather(value, OTHERS)))
    : wrongType(path, value, "keep, disable or remove")
}

const share = number("a number from 0 to 1", (value) => value >= 0 && value <= 1)

const rollout: Reader<number> = (value, path) =>
  Result.flatMap(knownFields(["share"])(value, path), (members) => optional(members, "share", path, share, 1))

const serial = number(
  "a whole number that is not negative",
  (value) => Number.isSafeInteger(value) && value >= 0
)

/** Names of groups and signs are shown on terminals and pages. */
export const nameFault = (name: string): string | undefined =>
  name !== "" && name.length <= DESIRED_LIMITS.nameLength && !/[\p{C}\p{Zl}\p{Zp}]/u.test(name)
    ? undefined
    : `it is no name: 1 to ${DESIRED_LIMITS.nameLength} characters that can be printed`

export const pluginsReader = (systemKeys: ReadonlySet<string>): Reader<DesiredPlugins> =>
  mapOf((id) => {
    if (systemKeys.has(id)) return "this key of config.json is LEDMatrix's own, and no plugin's"
    if (isPluginId(id)) return undefined
    const near = id.replaceAll(/^[^A-Za-z0-9]+|[^A-Za-z0-9]+$/gu, "").replaceAll(/[^A-Za-z0-9._-]+/gu, "-")
    const hint = isPluginId(near) ? `did you mean ${JSON.stringify(near)}?` : ""
    return withHint("it is no plugin id: letters, digits, '.', '_', '-'; at most 128", hint)
  }, plugin)

const version = text('a version, or "latest"', (value) => /^[^\s\p{C}]{1,100}$/u.test(value))

const plugin: Reader<DesiredFields> = (value, path) =>
  Result.gen(function* () {
    const members = yield* knownFields(PLUGIN)(value, path)
    return {
      ...(Object.hasOwn(members, "version") && {
        version: yield* version(members["version"], [...path, "version"])
      }),
      ...(Object.hasOwn(members, "enabled") && {
        enabled: yield* boolean(members["enabled"], [...path, "enabled"])
      }),
      ...(Object.hasOwn(members, "absent") && {
        absent: yield* boolean(members["absent"], [...path, "absent"])
      }),
      ...(Object.hasOwn(members, "settings") && {
        settings: yield* settings(members["settings"], [...path, "settings"])
      })
    }
  })

const settings: Reader<SettingsPatch | null> = (value, path) => {
  if (value === null) return Result.succeed(null)
  if (!isJsonObject(value)) return wrongType(path, value, "an object, or null")
  const own = OWN_FIELDS.find((name) => Object.hasOwn(value, name))
  if (own !== undefined) {
    return fault([...path, own], `it is no setting; it stands beside "settings", as "${own}" of the plugin`)
  }
  const patch: Array<readonly [string, JsonValue]> = []
  for (const [key, item] of Object.entries(value)) {
    if (!isJsonValue(item) || !isFinite(item)) return fault([...path, key], "a number in it is too large")
    patch.push([key, item])
  }
  return Result.succeed(Object.fromEntries(patch))
}

/** `1e999` is read as a number that no file can hold. */
const isFinite = (value: JsonValue): boolean =>
  typeof value === "number"
    ? Number.isFinite(value)
    : typeof value !== "object" || value === null || Object.values(value).every(isFinite)

type PluginsReader = ReturnType<typeof pluginsReader>

const groupReader =
  (plugins: PluginsReader): Reader<DesiredPlugins> =>
  (value, path) =>
    Result.flatMap(knownFields(["plugins"])(value, path), (members) =>
      optional(members, "plugins", path, plugins, NO_PLUGINS)
    )

const signsOf = (
  top: { readonly [key: string]: unknown },
  plugins: PluginsReader,
  known: ReadonlyMap<string, unknown>
): Read<ReadonlyMap<string, DesiredPart>> => {
  const listed = top["signs"]
  const count = isJsonObject(listed) ? Object.keys(listed).length : 0
  if (count > DESIRED_LIMITS.signs) {
    return fault(["signs"], `it lists ${count} signs; at most ${DESIRED_LIMITS.signs} are read`)
  }
  return optional(top, "signs", [], mapOf(nameFault, signReader(plugins, known)), NO_SIGNS)
}

const NO_PLUGINS: DesiredPlugins = new Map()
const NO_SIGNS: ReadonlyMap<string, DesiredPart> = new Map()
const NO_GROUP: ReadonlyMap<string, DesiredPlugins> = new Map()

const withinLimit = ({ groups, plugins, signs }: DesiredDocument): Result.Result<void, Fault> => {
  const ids = new Set(plugins.keys())
  for (const group of groups.values()) for (const id of group.keys()) ids.add(id)
  for (const sign of signs.values()) for (const id of sign.plugins.keys()) ids.add(id)
  return ids.size <= DESIRED_LIMITS.plugins
    ? Result.succeed(undefined)
    : fault(["plugins"], `the document names ${ids.size} plugins; at most ${DESIRED_LIMITS.plugins} are read`)
}
