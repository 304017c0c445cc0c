/** `data/reconciler/agreements.json`: `{id: {enabled, replaced}}`, keys sorted, one plugin spoiling no other. */
import { Equal, Result } from "effect"
import { type Agreement, asAgreement } from "../../../domain/sources/Ledger.ts"
import { byCodePoint } from "../../../domain/plugin/PluginId.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import { decodeUtf8 } from "../../files/reading/jsonFileReader.ts"

/** In our directory. */
export const AGREEMENTS = "agreements.json"

export type Agreements = ReadonlyMap<string, Agreement>

/** `undefined` where the file is none of ours. */
export const agreementsView = (parsed: unknown): Agreements | undefined => {
  if (!isJsonObject(parsed)) return undefined
  const agreements = new Map<string, Agreement>()
  for (const id of Object.keys(parsed)) {
    const agreement = asAgreement(parsed[id])
    if (agreement !== undefined) agreements.set(id, agreement)
  }
  return agreements
}

/** What the bytes say; `undefined` where they are none of ours. */
export const readAgreements = (bytes: Uint8Array): Agreements | undefined => {
  const text = decodeUtf8(bytes)
  const parsed = text === undefined ? undefined : Result.getOrUndefined(parseJson(text))
  return agreementsView(parsed)
}

export const printAgreements = (agreements: Agreements): string => {
  const sorted = [...agreements].toSorted(([a], [b]) => byCodePoint(a, b))
  return `${JSON.stringify(Object.fromEntries(sorted), undefined, 1)}\n`
}

export const sameAgreement = (a: Agreement | undefined, b: Agreement | undefined): boolean =>
  Equal.equals(a, b)
