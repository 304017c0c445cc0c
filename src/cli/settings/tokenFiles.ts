/** Tokens that lie in files, where no list of processes shows them. */
import { Effect, type Redacted } from "effect"
import { tokenFrom } from "../../services/network/tokenFrom.ts"
import { cliFailure } from "../run/CliFailure.ts"
import type { ControllerSettings } from "./ControllerSettings.ts"

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
