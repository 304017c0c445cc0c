/** The strict reader of a parsed document, field by field. */
import { Result } from "effect"
import { isJsonObject } from "../../json/JsonValue.ts"
import {
  DESIRED_LIMITS,
  DESIRED_SCHEMA,
  type DesiredDocument,
  type DesiredPart,
  type DesiredPlugins,
  OTHERS,
  type DesiredOthers
} from "./DesiredDocument.ts"
import {
  fault,
  type Fault,
  knownFields,
  mapOf,
  number,
  optional,
  orRather,
  type ReadResult,
  type Reader,
  withHint,
  wrongType
} from "./fields.ts"
import { pluginsReader } from "./pluginsReader.ts"
import { signReader } from "./signReader.ts"

const TOP = ["schema", "serial", "plugins", "groups", "signs", "others", "rollout"]

/** What is parsed, as a document. `systemKeys` are the keys of config that can be no plugin's. */
export const documentReader =
  (systemKeys: ReadonlySet<string>): Reader<DesiredDocument> =>
  (value, path) =>
    Result.gen(function* () {
      const top = yield* knownFields(TOP)(value, path)
      yield* schemaOf(top)
      const plugins = pluginsReader(systemKeys)
      const all = yield* optional(top, "plugins", [], plugins, NO_PLUGINS)
      const groups = yield* optional(top, "groups", [], mapOf(nameFault, groupReader(plugins)), NO_GROUP)
      const signs = yield* signsOf(top, plugins, groups)
      const document: DesiredDocument = {
        plugins: all,
        groups,
        signs,
        others: yield* optional<DesiredOthers, "keep">(top, "others", [], others, "keep"),
        share: yield* optional(top, "rollout", [], rollout, 1),
        serial: yield* optional(top, "serial", [], serial, undefined)
      }
      yield* withinLimit(document)
      return document
    })

const schemaOf = (top: { readonly [key: string]: unknown }): ReadResult<true> =>
  top["schema"] === DESIRED_SCHEMA
    ? Result.succeed(true)
    : fault(
        ["schema"],
        Object.hasOwn(top, "schema")
          ? `it has to be ${JSON.stringify(DESIRED_SCHEMA)}, the one form that is known`
          : `it is missing, and has to be ${JSON.stringify(DESIRED_SCHEMA)}`
      )

const others: Reader<DesiredOthers> = (value, path) => {
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
): ReadResult<ReadonlyMap<string, DesiredPart>> => {
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
