/** A document that a person names on the command line, read for this sign. */
import { Effect, Option, Result } from "effect"
import { hostname } from "node:os"
import type { DesiredSign } from "../../../domain/desired/DesiredDocument.ts"
import { NodeHttp } from "../../../node/NodeHttp.ts"
import { FileReader } from "../../../ports/Files.ts"
import { fetchDesired, placeOf } from "../../../services/desired/fetchDesired.ts"
import { judgeDocument, type DocumentContext, wantedBy } from "../../../services/desired/judgeDocument.ts"
import { secretsHere } from "../../../services/desired/secretsHere.ts"
import { Installation } from "../../../services/installation/Installation.ts"
import { cliFailure, type CliFailure } from "../../run/CliFailure.ts"
import { listedSystemKeys } from "../../settings/listedSystemKeys.ts"
import type { Settings } from "../../settings/Settings.ts"
import { keyIn } from "../../layers/desiredLive.ts"

/** Where the document is, how it is proven, and whose part of it counts. */
export interface NamedDocument {
  /** An http(s) address, or an absolute path. */
  readonly document: string
  readonly keyFile: string | undefined
  /** `undefined` for the host name. */
  readonly sign: string | undefined
}

const refused = (message: string, path: string): CliFailure =>
  cliFailure("desired_refused", message, { path, hint: "nothing was changed; correct the document" })

const unreadableSecrets = Effect.fnUntraced(function* (problem: string) {
  const { secretsFile } = yield* Installation
  return yield* cliFailure("source_unreadable", problem, {
    path: secretsFile,
    hint: "make it readable for this user, or repair it"
  })
})

/** What the document wants of this sign. Its share does not count: a person asks for it here. */
export const readDocument = Effect.fnUntraced(function* (
  { document, keyFile, sign = hostname() }: NamedDocument,
  settings: Settings
): Effect.fn.Return<DesiredSign, CliFailure, FileReader | Installation> {
  const place = placeOf(document)
  const isRemote = typeof place.at !== "string"
  if (isRemote && settings.offline)
    return yield* cliFailure("desired_unreadable", `${place.shown}: it cannot be fetched offline`, {
      hint: "name a file, or run without --offline"
    })
  const key = keyFile === undefined ? undefined : yield* keyIn(keyFile)
  const systemKeys = listedSystemKeys(settings)
  const secrets = yield* secretsHere.pipe(Effect.catch(unreadableSecrets))
  const fetched = yield* fetchDesired(place, {}, key !== undefined).pipe(
    Effect.provide(NodeHttp.layer),
    Effect.mapError(({ error }) =>
      cliFailure("desired_unreadable", error.message, {
        path: place.shown,
        hint: "nothing was changed; see that the document is there and can be read"
      })
    )
  )
  if (fetched === "unchanged") return yield* refused(`${place.shown} gave no document`, place.shown)
  const reading: DocumentContext = { document: place.shown, remote: isRemote, key, sign, systemKeys, secrets }
  const judged = judgeDocument(fetched, reading, null)
  if (Result.isFailure(judged)) return yield* refused(judged.failure.message, place.shown)
  const wanted = wantedBy({ ...judged.success, accepted_at: "" }, reading)
  return Option.isSome(wanted) ? wanted.value : yield* refused(`${place.shown} cannot be kept`, place.shown)
})
