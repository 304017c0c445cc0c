/** Makes sure that the root is a LEDMatrix installation before anything else looks at it. */
import { Effect, Option } from "effect"
import { dirname, join, resolve } from "node:path/posix"
import type { NoInstallation } from "../../domain/errors/NoInstallation.ts"
import { FileReader } from "../../ports/Files.ts"
import type { Installation } from "../../services/installation/Installation.ts"
import { openInstallation } from "../../services/installation/openInstallation.ts"
import { quoted } from "../view/text/ownCommand.ts"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"

const HINT = "name the directory of the LEDMatrix installation with --root DIR or LEDMATRIX_ROOT"

/** Shells put the home in place of `~` at the beginning of a word alone: not in `--root=~/LEDMatrix`. */
const HOME = /^~(?=\/|$)/u

/** Where people have it: at home, where a shell left `~` as it is; below what was named, above it, or at home. */
const likely = (root: string): ReadonlyArray<string> => {
  const { HOME: home = "" } = process.env
  const here = resolve(root)
  return [
    ...(home !== "" && HOME.test(root) ? [root.replace(HOME, home)] : []),
    join(here, "LEDMatrix"),
    dirname(here),
    ...(home === "" ? [] : [join(home, "LEDMatrix")])
  ]
}

/** A directory `config` alone is everywhere; LEDMatrix's holds its file, or the template of it. */
const isOne = Effect.fnUntraced(function* (root: string) {
  const { stat } = yield* FileReader
  const found = yield* Effect.forEach(["config.json", "config.template.json"], (name) =>
    Effect.orElseSucceed(stat(join(root, "config", name)), Option.none)
  )
  return found.some(Option.isSome)
})

const hintFor = (root: string): Effect.Effect<string, never, FileReader> =>
  Effect.map(Effect.filter(likely(root), isOne), ([found]) =>
    found === undefined ? HINT : `there is one in ${found}: add --root ${quoted(found)}`
  )

const failure = ({ message, path, reason }: NoInstallation, hint: string): CliFailure => {
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
export const installationAt = (
  root: string
): Effect.Effect<typeof Installation.Service, CliFailure, FileReader> =>
  openInstallation(root).pipe(
    Effect.catch((error) => Effect.flatMap(hintFor(root), (hint) => Effect.fail(failure(error, hint))))
  )
