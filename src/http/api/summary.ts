/** What a route does, in one line of the document. */
import { OpenApi } from "effect/http-api"

export const summary = (text: string) => OpenApi.annotations({ summary: text })
