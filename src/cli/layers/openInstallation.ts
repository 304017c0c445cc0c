/** Makes sure that the root is a LEDMatrix installation before anything else looks at it. */
import { Effect, Option } from "effect"
import { join } from "node:path/posix"
import { describeCode, type FileFault, FileReader } from "../../ports/Files.ts"
import { Installation } from "../../services/installation/Installation.ts"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"

const HINT = "name the directory of the LEDMatrix installation with --root DIR or LEDMATRIX_ROOT"

const unreadable = (fault: FileFault): CliFailure =>
  cliFailure("root_unreadable", `${fault.path}: ${describeCode(fault.code)}`, {
    path: fault.path,
    hint: HINT
  })

/** Fails where there is no `config/` directory, saying what was looked for. Creates nothing. */
export const openInstallation = Effect.fnUntraced(function* (
  root: string
): Effect.fn.Return<typeof Installation.Service, CliFailure, FileReader> {
  const files = yield* FileReader
  const real = yield* Effect.mapError(files.realPath(root), (fault) =>
    fault.code === "ENOENT"
      ? cliFailure("root_missing", `${root}: no such directory`, { path: root, hint: HINT })
      : unreadable(fault)
  )
  const config = join(real, "config")
  const found = yield* Effect.mapError(files.stat(config), unreadable)
  if (Option.isSome(found) && found.value.kind === "directory") return Installation.at(real)
  return yield* cliFailure(
    "no_installation",
    `${real} is no LEDMatrix installation: looked for the directory ${config}${
      Option.isSome(found) ? ", which is something else" : ", which does not exist"
    }`,
    { path: config, hint: HINT }
  )
})
