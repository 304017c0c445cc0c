/** Asking a server only whether something has changed, by what it said of it the last time. */
import type { Headers } from "effect/http"

/** What a server calls a version of a document. */
export interface Validators {
  readonly etag?: string
  readonly last_modified?: string
}

/** What cannot be sent back as a header would fail each later request; without it the document comes whole. */
const isSendable = (header: string | undefined): header is string =>
  header !== undefined && /^[\x20-\x7e]{1,1024}$/u.test(header)

/** The headers of a request that a server may answer with 304. */
export const unlessUnchanged = ({ etag, last_modified }: Validators = {}): {
  readonly [name: string]: string
} => ({
  ...(isSendable(etag) ? { "if-none-match": etag } : {}),
  ...(isSendable(last_modified) ? { "if-modified-since": last_modified } : {})
})

/** Those of an answer. */
export const validatorsOf = ({ etag, "last-modified": modified }: Headers.Headers): Validators => ({
  ...(isSendable(etag) ? { etag } : {}),
  ...(isSendable(modified) ? { last_modified: modified } : {})
})
