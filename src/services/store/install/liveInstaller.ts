/** `PluginInstaller`, live: staging, commit, and the memory of what failed for good. */
import { Context, Effect, Option, Scope } from "effect"
import type { HttpClient } from "effect/http"
import type { DiskView } from "../../../domain/sources/DiskView.ts"
import type { RegistryEntry } from "../../../domain/store/Registry.ts"
import type { StagedPlugin } from "../../../domain/store/StagedPlugin.ts"
import { StoreError } from "../../../domain/errors/StoreError.ts"
import type { FileReader, FileWriter } from "../../../ports/Files.ts"
import type { GitProgram } from "../../../ports/GitProgram.ts"
import type { ProcessLock } from "../../../ports/ProcessLock.ts"
import { aboutToFetch } from "../../../ports/Progress.ts"
import type { ZipReader } from "../../../ports/ZipReader.ts"
import type { Host } from "../../installation/Host.ts"
import type { Installation } from "../../installation/Installation.ts"
import type { PluginInstaller, PluginPlaceChoice, PluginRegistry } from "../../PluginStore.ts"
import { GitHubArchives, makeGitHubArchives } from "../fetch/GitHubArchives.ts"
import type { StoreSettings } from "../StoreSettings.ts"
import { commitPlugin } from "./commitPlugin.ts"
import { failureMemory } from "./failureMemory.ts"
import { stagePlugin } from "./stagePlugin.ts"

/** What the live installer needs beside the registry. */
export type InstallerServices =
  | FileReader
  | FileWriter
  | ProcessLock
  | ZipReader
  | GitProgram
  | Installation
  | StoreSettings
  | HttpClient.HttpClient

/** Makes `PluginInstaller` on a registry; its archives live as long as the scope that it is made in. */
export const liveInstaller = Effect.fnUntraced(function* (
  registry: Pick<typeof PluginRegistry.Service, "get" | "known">
): Effect.fn.Return<typeof PluginInstaller.Service, never, InstallerServices | Host | Scope.Scope> {
  const failures = yield* failureMemory
  const archives = yield* makeGitHubArchives
  // Without the scope that this layer was built in: what a caller stages goes with the caller's.
  const services = Context.omit(Scope.Scope)(yield* Effect.context<InstallerServices | Host>()).pipe(
    Context.add(GitHubArchives, archives)
  )

  const stage = Effect.fn("PluginInstaller.stage")(function* (
    id: string,
    disk: DiskView,
    accepts: (entry: RegistryEntry) => ReadonlyArray<string>,
    version?: string
  ) {
    yield* aboutToFetch([id])
    const copy = yield* Effect.mapError(registry.get, ({ reason }) => new StoreError({ plugin: id, reason }))
    return yield* Effect.provideContext(stagePlugin(id, disk, accepts, copy, version), services)
  })

  const commit = Effect.fn("PluginInstaller.commit")(function* (
    staged: StagedPlugin,
    place: PluginPlaceChoice
  ) {
    const changed = yield* Effect.provideContext(commitPlugin(staged, place), services)
    // It is installed now, so what failed earlier says nothing any more.
    yield* Effect.ignore(failures.forget(Option.some(staged.id)))
    return changed
  })

  const rememberFailure = Effect.fn("PluginInstaller.rememberFailure")(function* (error: StoreError) {
    const copy = yield* registry.known
    if (Option.isSome(copy)) yield* failures.remember(error, copy.value.registry)
  })

  const forgetFailures = Effect.fn("PluginInstaller.forgetFailures")(failures.forget)

  return { stage, commit, rememberFailure, forgetFailures }
})
