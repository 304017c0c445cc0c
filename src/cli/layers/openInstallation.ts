/** Makes sure that the root is a LEDMatrix installation before anything else looks at it. */
import { Effect } from "effect"
import type { NoInstallation } from "../../domain/errors/NoInstallation.ts"
import type { FileReader } from "../../ports/Files.ts"
import type { Installation } from "../../services/installation/Installation.ts"
import { openInstallation as open } from "../../services/installation/openInstallation.ts"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"

const hint = "name the directory of the LEDMatrix installation with --root DIR or LEDMATRIX_ROOT"

const failure = ({ message, path, reason }: NoInstallation): CliFailure => {
  switch (reason._tag) {
    case "Missing":
      return cliFailure("root_missing", message, { path, hint })
    case "Unreadable":
      return cliFailure("root_unreadable", message, { path, hint })
    case "NoConfig":
      return cliFailure("no_installation", message, { path, hint })
  }
}

/** Fails where there is no `config/` directory, saying what was looked for. Creates nothing. */
export const openInstallation = (
  root: string
): Effect.Effect<typeof Installation.Service, CliFailure, FileReader> => Effect.mapError(open(root), failure)
