/** Which directories are watched for changes that a pass would see, and which names in them matter. */
import { Effect, Option, Result } from "effect"
import { basename, dirname, join } from "node:path/posix"
import { FileReader } from "../../ports/Files.ts"
import { Config } from "../../services/Config.ts"
import { Disk } from "../../services/Disk.ts"
import { Installation } from "../../services/installation/Installation.ts"
import { STAGING_PREFIX } from "../../services/store/limits.ts"

/** Names that matter by directory; `undefined` stands for all but our own stagings. */
export type WatchTargets = ReadonlyMap<string, ReadonlySet<string> | undefined>

export const isRelevant = (targets: WatchTargets, directory: string, name: string | undefined): boolean => {
  const names = targets.get(directory)
  if (name === undefined) return true
  return names === undefined ? !name.startsWith(STAGING_PREFIX) : names.has(name)
}

const MANIFEST: ReadonlySet<string> = new Set(["manifest.json"])

/** A link is watched where it leads: a file behind it is replaced there. */
const placesOf = Effect.fnUntraced(function* (path: string) {
  const real = yield* Effect.option((yield* FileReader).realPath(path))
  return [...new Set([path, ...Option.toArray(real)])]
})

export const watchTargets = Effect.fn("watchTargets")(function* () {
  const { configFile, defaultPlugins, root, stateFile, uninstalledFile } = yield* Installation
  const targets = new Map<string, Set<string> | undefined>()
  const add = (path: string): void => {
    const names = targets.get(dirname(path))
    if (names === undefined) targets.set(dirname(path), new Set([basename(path)]))
    else names.add(basename(path))
  }
  for (const file of [configFile, uninstalledFile, stateFile])
    for (const place of yield* placesOf(file)) add(place)
  for (const directory of [dirname(configFile), dirname(stateFile), defaultPlugins]) add(directory)
  const plugins = yield* pluginsDirectory
  if (plugins === undefined) return targets
  add(plugins)
  const names = yield* Effect.orElseSucceed((yield* FileReader).list(plugins), () => [])
  for (const name of names)
    if (!name.startsWith(STAGING_PREFIX)) targets.set(join(plugins, name), new Set(MANIFEST))
  // The directory itself last: all names in it matter, also where it lies inside another target.
  if (plugins !== root) targets.set(plugins, undefined)
  return targets
})

const pluginsDirectory = Effect.gen(function* () {
  const config = yield* (yield* Config).read
  if (Result.isFailure(config)) return undefined
  const disk = yield* (yield* Disk).scan(config.success.pluginsDirectory)
  return Result.isSuccess(disk) ? disk.success.path : undefined
})
