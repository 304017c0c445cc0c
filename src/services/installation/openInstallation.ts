import { Effect, Option } from "effect"
import { join } from "node:path/posix"
import { NoInstallation, type NoInstallationReason } from "../../domain/errors/NoInstallation.ts"
import { describeCode } from "../../ports/describeCode.ts"
import { FileReader } from "../../ports/Files.ts"
import type { FileFault } from "../../ports/FileFault.ts"
import { Installation } from "./Installation.ts"

const reasonOf = ({ code }: FileFault): NoInstallationReason =>
  code === "ENOENT" ? { _tag: "Missing" } : { _tag: "Unreadable", code, problem: describeCode(code) }

const opened = Effect.fnUntraced(function* (root: string) {
  const files = yield* FileReader
  const failed = (fault: FileFault) => new NoInstallation({ root, path: fault.path, reason: reasonOf(fault) })
  const real = yield* Effect.mapError(files.realPath(root), failed)
  const config = join(real, "config")
  const found = yield* Effect.mapError(files.stat(config), failed)
  if (Option.isSome(found) && found.value.kind === "directory") return Installation.at(real)
  return yield* new NoInstallation({
    root: real,
    path: config,
    reason: { _tag: "NoConfig", somethingElse: Option.isSome(found) }
  })
})

/**
 * The installation in a directory, its symlinks resolved. Fails where there is no `config/` directory, saying what was
 * looked for. Creates nothing.
 */
export const openInstallation = (
  root: string
): Effect.Effect<typeof Installation.Service, NoInstallation, FileReader> => opened(root)
