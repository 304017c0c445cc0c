/** Tokens that lie in files, where no list of processes shows them. */
import { Effect, Redacted } from "effect"
import { describeCode } from "../../ports/describeCode.ts"
import { FileReader } from "../../ports/Files.ts"

const BYTES_MAX = 4096

/** Bits of a mode that let others than the owner and its group read a file. */
const OTHERS_READ = 0o004

/** Too long to be guessed; visible characters, since it travels in a header. */
export const tokenOf = (value: string): Redacted.Redacted | undefined =>
  /^[\u0021-\u007e]{8,512}$/u.test(value) ? Redacted.make(value, { label: "token" }) : undefined

/** The token in a file, or why there is none. */
export const tokenFrom = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<Redacted.Redacted, string, FileReader> {
  const { bytes, stat } = yield* (yield* FileReader)
    .read(path, { bytesMax: BYTES_MAX })
    .pipe(Effect.mapError(({ code }) => `it cannot be read: ${describeCode(code)}`))
  if ((stat.mode & OTHERS_READ) !== 0) {
    yield* Effect.logWarning(
      "every user of this machine can read the file with the token; chmod 600 keeps it",
      { path }
    )
  }
  const token = tokenOf(new TextDecoder().decode(bytes).trim())
  return token ?? (yield* Effect.fail("it holds no token: 8 to 512 visible ASCII characters, on one line"))
})
