/** Which directory `plugin_system.plugins_directory` names, and whether it can be one. */
import { Effect, Option, Result } from "effect"
import { isAbsolute, join, resolve } from "node:path/posix"
import { SourceError } from "../../../domain/sources/Source.ts"
import { FileReader } from "../../../ports/Files.ts"
import { Installation, shownPath } from "../../installation/Installation.ts"

export interface PluginsPlace {
  readonly path: string
  readonly shown: string
  readonly missing: boolean
}

const refused = (path: string, error: string) =>
  Result.fail(
    new SourceError({ source: "disk", path, code: "bad_plugins_directory", error, transient: false })
  )

/** A wrong place is an error: reading it as empty would reinstall every plugin there. */
export const pluginsPlace = Effect.fnUntraced(function* (setting: unknown) {
  const files = yield* FileReader
  const installation = yield* Installation
  const { root } = installation
  if (setting !== undefined && (typeof setting !== "string" || setting.trim() === "")) {
    return refused("config/config.json", "plugin_system.plugins_directory is no path")
  }
  const path =
    setting === undefined
      ? installation.defaultPlugins
      : isAbsolute(setting)
        ? resolve(setting)
        : join(root, setting)
  const shown = shownPath(root, path)
  const stat = yield* Effect.result(files.stat(path))
  if (Result.isFailure(stat)) {
    return Result.fail(
      new SourceError({
        source: "disk",
        path: shown,
        code: "unreadable",
        error: `cannot be read: ${stat.failure.meaning}`,
        transient: stat.failure.transient,
        ...(stat.failure.refuser === undefined ? {} : { owner: stat.failure.refuser.owner })
      })
    )
  }
  if (Option.isNone(stat.success)) {
    return path === installation.defaultPlugins &&
      Option.isNone(yield* Effect.orElseSucceed(files.lstat(path), () => Option.none()))
      ? Result.succeed<PluginsPlace>({ path, shown, missing: true })
      : Result.fail(
          new SourceError({
            source: "disk",
            path: shown,
            code: "missing",
            error: "the plugins directory that config names is not there",
            transient: false
          })
        )
  }
  if (stat.success.value.kind !== "directory") return refused(shown, "the plugins directory is no directory")
  const real = yield* Effect.orElseSucceed(files.realPath(path), () => path)
  const inside = (directory: string): boolean => real === join(root, directory)
  if (
    root === real ||
    root.startsWith(real === "/" ? real : `${real}/`) ||
    inside("config") ||
    inside("data")
  ) {
    return refused(shown, "the plugins directory holds, or is, part of LEDMatrix itself")
  }
  return Result.succeed<PluginsPlace>({ path, shown, missing: false })
})
