/** `PluginInstaller`, live: staging, commit, and the memory of what failed for good. */
import { Clock, Context, Effect, Option, Scope } from "effect"
import { HttpClient } from "effect/http"
import { join } from "node:path/posix"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import { localIsoTime } from "../../domain/isoTime.ts"
import type { RegistryEntry } from "../../domain/store/Registry.ts"
import type { RegistryCopy } from "../../domain/store/RegistryCopy.ts"
import type { StagedPlugin } from "../../domain/store/StagedPlugin.ts"
import { StoreError } from "../../domain/errors/StoreError.ts"
import { FileReader, FileWriter } from "../../ports/Files.ts"
import { GitProgram } from "../../ports/GitProgram.ts"
import { Progress } from "../../ports/Progress.ts"
import { ProcessLock } from "../../ports/ProcessLock.ts"
import { ZipReader } from "../../ports/ZipReader.ts"
import { Installation } from "../Installation.ts"
import type { PluginPlaceChoice } from "../PluginStore.ts"
import { replaceLedgerFile } from "../ledger/ledgerFiles.ts"
import { commitPlugin } from "./commitPlugin.ts"
import { digestOf, type Failures, NO_FAILURES, printFailures, readFailures } from "./failuresFile.ts"
import { GitHubArchives, makeGitHubArchives } from "./GitHubArchives.ts"
import { stagePlugin } from "./stagePlugin.ts"
import { StoreSettings } from "./StoreSettings.ts"

const FAILURES = "data/reconciler/failures.json"

export type InstallerServices =
  | FileReader
  | FileWriter
  | ProcessLock
  | ZipReader
  | GitProgram
  | Installation
  | StoreSettings
  | HttpClient.HttpClient

export const liveInstaller = Effect.fnUntraced(function* (registry: {
  readonly get: Effect.Effect<RegistryCopy, StoreError>
  readonly known: Effect.Effect<Option.Option<RegistryCopy>>
}) {
  // Without the scope that this layer was built in: what a caller stages goes with the caller's.
  const services = Context.omit(Scope.Scope)(yield* Effect.context<InstallerServices>())
  const archives = yield* makeGitHubArchives
  const { ledgerDirectory } = yield* Installation

  const editFailures = (plugin: string, edit: (failures: Failures) => Failures) =>
    replaceLedgerFile(join(ledgerDirectory, "failures.json"), FAILURES, (current) => {
      const before = Option.match(current, { onNone: () => NO_FAILURES, onSome: readFailures })
      const after = edit(before)
      const nothing = before.size === 0 && after.size === 0
      return Effect.succeed(nothing ? Option.none<string>() : Option.some(printFailures(after)))
    }).pipe(
      Effect.mapError((reason) => new StoreError({ plugin, reason })),
      Effect.provideContext(services)
    )

  const forgetFailures = Effect.fn("PluginInstaller.forgetFailures")(function* (id: Option.Option<string>) {
    const files = yield* Effect.provideContext(FileReader, services)
    const there = yield* Effect.orElseSucceed(files.stat(join(ledgerDirectory, "failures.json")), Option.none)
    if (Option.isNone(there)) return
    yield* editFailures(
      Option.getOrElse(id, () => ""),
      (failures) => new Map([...failures].filter(([plugin]) => Option.isSome(id) && plugin !== id.value))
    )
  })

  const stage = Effect.fn("PluginInstaller.stage")(function* (
    id: string,
    disk: DiskView,
    accepts: (entry: RegistryEntry) => ReadonlyArray<string>
  ) {
    const tell = yield* Progress
    yield* tell({ plugin: id, step: "looking up", bytes: undefined, bytesTotal: undefined })
    const copy = yield* Effect.mapError(registry.get, ({ reason }) => new StoreError({ plugin: id, reason }))
    return yield* stagePlugin(id, disk, accepts, copy).pipe(
      Effect.provideService(GitHubArchives, archives),
      Effect.provideContext(services)
    )
  })

  const commit = Effect.fn("PluginInstaller.commit")(function* (
    staged: StagedPlugin,
    place: PluginPlaceChoice
  ) {
    const changed = yield* Effect.provideContext(commitPlugin(staged, place), services)
    // It is installed now, so what failed earlier says nothing any more.
    yield* Effect.ignore(forgetFailures(Option.some(staged.id)))
    return changed
  })

  return {
    stage,
    commit,
    rememberFailure: Effect.fn("PluginInstaller.rememberFailure")(function* (error: StoreError) {
      const copy = yield* registry.known
      if (Option.isNone(copy)) return
      const failed_at = localIsoTime(yield* Clock.currentTimeMillis)
      const failure = {
        digest: digestOf(copy.value.registry, error.plugin),
        code: error.reason.code,
        message: error.message,
        failed_at
      }
      yield* editFailures(error.plugin, (failures) => new Map(failures).set(error.plugin, failure))
    }),
    forgetFailures
  }
})
