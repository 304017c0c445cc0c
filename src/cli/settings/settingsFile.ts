/**
 * `data/reconciler/settings.json`, or the file of `--settings-file`: what is set once for an installation. A flag wins
 * over its variable, that over the file, and that over the default.
 */
import type { Environment } from "../../node/Environment.ts"
import { Effect, Result } from "effect"
import { join, resolve } from "node:path/posix"
import { FileReader } from "../../ports/Files.ts"
import type { OptionValues } from "../arguments/Invocation.ts"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"
import { type FileSettings, noFile } from "./settingValues.ts"

const BYTES_MAX = 65_536

const SHOWN = "data/reconciler/settings.json"

/** Fails where the file cannot be read, or says what it cannot say; the usual one need not be there. */
export const settingsFile = Effect.fnUntraced(function* (
  given: OptionValues,
  env: Environment
): Effect.fn.Return<FileSettings, CliFailure, FileReader> {
  const named = given["settings-file"]?.at(-1)
  if (named === "") return yield* cliFailure("invalid_value", "--settings-file: it is empty")
  const variable = env["LEDMATRIX_ROOT"]?.trim() ?? ""
  const root = given["root"]?.at(-1) ?? (variable === "" ? "." : variable)
  const path = resolve(named ?? join(root, SHOWN))
  const read = yield* Effect.result((yield* FileReader).read(path, { bytesMax: BYTES_MAX }))
  if (Result.isSuccess(read)) {
    const { settingsInFile } = yield* Effect.promise(() => import("./settingsInFile.ts"))
    return yield* settingsInFile(new TextDecoder().decode(read.success.bytes), named ?? SHOWN, path, root)
  }
  const { code, meaning, refuser } = read.failure
  if (named === undefined && (code === "ENOENT" || code === "ENOTDIR")) return noFile
  const hint =
    refuser === undefined
      ? "name another file with --settings-file"
      : (yield* Effect.promise(() => import("../view/advice/asOwner.ts"))).asOwner(refuser.owner, path)
  return yield* cliFailure("invalid_value", `${named ?? SHOWN}: it cannot be read: ${meaning}`, {
    path,
    hint
  })
})
