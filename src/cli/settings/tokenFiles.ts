/** Tokens that lie in files, where no list of processes shows them. */
import { Effect, Redacted } from "effect"
import { describeCode } from "../../ports/describeCode.ts"
import { FileReader } from "../../ports/Files.ts"
import { cliFailure } from "../run/CliFailure.ts"
import type { ControllerSettings } from "./ControllerSettings.ts"
import { tokenOf } from "./settingValues.ts"

const BYTES_MAX = 4096

/** Bits of a mode that let others than the owner and its group read a file. */
const OTHERS_READ = 0o004

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
      {
        path
      }
    )
  }
  const token = tokenOf(new TextDecoder().decode(bytes).trim())
  return token ?? (yield* Effect.fail("it holds no token: 8 to 512 visible ASCII characters, on one line"))
})

const readToken = (option: string, path: string) =>
  Effect.mapError(tokenFrom(path), (problem) =>
    cliFailure("invalid_value", `--${option} ${path}: ${problem}`, {
      path,
      hint: "the file holds the token alone, and the user that the controller runs as can read it"
    })
  )

/** Reads the tokens that the settings name files for. */
export const withTokens = Effect.fnUntraced(function* (settings: ControllerSettings) {
  const { ledmatrixTokenFile, tokenFile } = settings
  return {
    ...settings,
    token: tokenFile === undefined ? settings.token : yield* readToken("token-file", tokenFile),
    ledmatrixToken:
      ledmatrixTokenFile === undefined
        ? undefined
        : yield* readToken("ledmatrix-token-file", ledmatrixTokenFile)
  }
})

/** What `withTokens` makes. */
export type SettingsWithTokens = ControllerSettings & {
  readonly ledmatrixToken: Redacted.Redacted | undefined
}
