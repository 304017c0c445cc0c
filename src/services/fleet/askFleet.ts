/** Asks the controllers of a list of signs side by side. */
import { Effect, Result } from "effect"
import type { HttpClient } from "effect/http"
import { dirname, resolve } from "node:path/posix"
import { type Answer, type AskedSign, readSigns, type Sign } from "../../domain/fleet/Sign.ts"
import type { DesiredStatus } from "../../domain/desired/DesiredStatus.ts"
import { FileReader } from "../../ports/Files.ts"
import { decodeUtf8 } from "../files/reading/jsonFileReader.ts"
import { tokenFrom } from "../network/tokenFrom.ts"
import { askSign } from "./askSign.ts"

const LIST_BYTES_MAX = 16 * 1024 * 1024
const SIDE_BY_SIDE = 32

/** The signs of the list at an absolute path, or what is wrong with it. */
export const readFleet = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<ReadonlyArray<Sign>, string, FileReader> {
  const { bytes } = yield* (yield* FileReader)
    .read(path, { bytesMax: LIST_BYTES_MAX })
    .pipe(Effect.mapError(({ meaning }) => `it cannot be read: ${meaning}`))
  return yield* Effect.fromResult(readSigns(decodeUtf8(bytes) ?? ""))
})

const ask = Effect.fnUntraced(function* ({ address, token_file: file }: Sign, path: string) {
  if (file === undefined) return yield* askSign(address, undefined)
  const token = yield* Effect.result(tokenFrom(resolve(dirname(path), file)))
  return Result.isSuccess(token)
    ? yield* askSign(address, token.success)
    : ({ _tag: "Unknown", problem: `its token file: ${token.failure}` } satisfies Answer<DesiredStatus>)
})

/** Asks all signs of a list, `path`, and tells of each as it answers. */
export const askFleet = <E, R>(
  signs: ReadonlyArray<Sign>,
  path: string,
  answered: (sign: Pick<AskedSign, "name" | "address" | "answer">) => Effect.Effect<void, E, R>
): Effect.Effect<void, E, R | FileReader | HttpClient.HttpClient> =>
  Effect.forEach(
    signs,
    (sign) =>
      Effect.flatMap(ask(sign, path), (answer) =>
        answered({ name: sign.name, address: sign.address, answer })
      ),
    { concurrency: SIDE_BY_SIDE, discard: true }
  )
