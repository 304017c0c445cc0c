/** The strict reader of what a document says of plugins. */
import { Result } from "effect"
import { isJsonObject, isJsonValue, type JsonValue } from "../../json/JsonValue.ts"
import { isPluginId } from "../plugin/PluginId.ts"
import type { DesiredFields, DesiredPlugins, SettingsPatch } from "./DesiredDocument.ts"
import { boolean, fault, knownFields, mapOf, type Reader, text, withHint, wrongType } from "./fields.ts"

const PLUGIN = ["version", "enabled", "absent", "settings"]

/** Members of settings that have a field of their own. */
const OWN_FIELDS = ["enabled", "version"]

/** Plugins by id; none may have one of these keys of LEDMatrix's own. */
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
