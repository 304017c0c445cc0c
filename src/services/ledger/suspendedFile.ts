/** `data/reconciler/suspended.json`: `{everything, plugins}`, what the controller was told to leave alone. */
import type { Suspension } from "../../domain/Controller.ts"
import { byCodePoint } from "../../domain/PluginId.ts"
import { isJsonObject } from "../../json/JsonValue.ts"

const isText = (value: unknown): value is string => typeof value === "string"

export const suspensionOf = (parsed: unknown): Suspension | undefined => {
  if (!isJsonObject(parsed)) return undefined
  const { everything, plugins } = parsed
  return typeof everything === "boolean" && Array.isArray(plugins) && plugins.every(isText)
    ? { everything, plugins }
    : undefined
}

export const printSuspension = ({ everything, plugins }: Suspension): string =>
  `${JSON.stringify({ everything, plugins: [...new Set(plugins)].toSorted(byCodePoint) }, undefined, 1)}\n`
