/** The desired state of the controller, loaded with the network only where a document is named. */
import { Effect, Layer } from "effect"
import { hostname } from "node:os"
import { liveDesired } from "../../controller/desired/liveDesired.ts"
import { NodeHttp } from "../../node/NodeHttp.ts"
import { FileReader } from "../../ports/Files.ts"
import { readKey } from "../../services/desired/signature.ts"
import { decodeUtf8 } from "../../services/files/reading/jsonFileReader.ts"
import { cliFailure } from "../run/CliFailure.ts"
import { listedSystemKeys } from "../settings/listedSystemKeys.ts"
import type { DesiredSettings } from "../settings/desiredSettings.ts"
import type { Settings } from "../settings/Settings.ts"
import { fileWriterLive } from "./fileWriterLive.ts"

const KEY_BYTES_MAX = 8192

/** The key in a file; fails naming the file and how such a file is made. */
export const keyIn = Effect.fnUntraced(function* (path: string) {
  const refused = (problem: string) =>
    cliFailure("invalid_value", `--desired-key ${path}: ${problem}`, {
      path,
      hint: "give the public key that minisign -G or openssl pkey -pubout wrote"
    })
  const { bytes } = yield* (yield* FileReader)
    .read(path, { bytesMax: KEY_BYTES_MAX })
    .pipe(Effect.mapError(({ meaning }) => refused(`it cannot be read: ${meaning}`)))
  return yield* Effect.mapError(Effect.fromResult(readKey(decodeUtf8(bytes) ?? "")), refused)
})

export const desiredLive = (
  { document, keyFile, poll, settle, sign = hostname() }: DesiredSettings,
  shared: Settings
) =>
  Layer.unwrap(
    Effect.gen(function* () {
      const key = keyFile === undefined ? undefined : yield* keyIn(keyFile)
      const { offline } = shared
      return liveDesired({ document, key, sign, poll, settle, offline, systemKeys: listedSystemKeys(shared) })
    })
  ).pipe(Layer.provide(Layer.merge(NodeHttp.layer, fileWriterLive)))
