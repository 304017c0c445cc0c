/** Pure: what of an answer the LEDMatrix of this installation does not have any more. */
import { HttpBody, HttpServerResponse } from "effect/http"
import type { HostTraits } from "../../../domain/host/HostVersion.ts"
import { isJsonObject } from "../../../json/JsonValue.ts"

const decoder = new TextDecoder()

/** An error as LEDMatrix of that version says it: its API, that is; elsewhere errors are problem details. */
export const asLedmatrixSays = (
  answer: HttpServerResponse.HttpServerResponse,
  url: string,
  { errorCategories }: HostTraits
): HttpServerResponse.HttpServerResponse => {
  const { body } = answer
  if (errorCategories || !url.startsWith("/api/") || body._tag !== "Uint8Array") return answer
  const told: unknown = JSON.parse(decoder.decode(body.body))
  if (!isJsonObject(told)) return answer
  const { error_category: _, ...rest } = told
  return HttpServerResponse.setBody(answer, HttpBody.jsonUnsafe(rest))
}
