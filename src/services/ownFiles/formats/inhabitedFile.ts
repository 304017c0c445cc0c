/**
 * `data/reconciler/plugins.json`: the plugins directory in which several plugins were seen last, so that an empty one
 * can be told from one whose disk is not mounted.
 */
import { isJsonObject } from "../../../json/JsonValue.ts"

/** As it is shown to people. */
export const INHABITED = "data/reconciler/plugins.json"

export const inhabitedOf = (parsed: unknown): { readonly directory: string | undefined } | undefined => {
  if (!isJsonObject(parsed)) return undefined
  const directory = parsed["plugins_directory"]
  return { directory: typeof directory === "string" ? directory : undefined }
}

export const printInhabited = (directory: string | undefined): string =>
  `${JSON.stringify({ plugins_directory: directory ?? null })}\n`
