/** Looks at what surrounds the installation. Changes nothing but the copy of the registry. */
import { Clock, Effect, Option, Result } from "effect"
import { reportedDisplay } from "../../domain/sources/Display.ts"
import type { MachineUser, RegistryAnswer, Surroundings } from "../../domain/surroundings/Surroundings.ts"
import { FileReader } from "../../ports/Files.ts"
import { Machine } from "../../ports/Machine.ts"
import { inside, Installation, shownPath } from "../../services/installation/Installation.ts"
import { PluginRegistry, PluginStore } from "../../services/PluginStore.ts"
import { KEPT_PREFIX, STAGING_PREFIX } from "../../services/store/limits.ts"
import { sourceErrors } from "../tell/report.ts"
import { history } from "./history.ts"
import { type Readers, snapshot } from "./snapshot.ts"

const askRegistry = Effect.fnUntraced(function* (): Effect.fn.Return<
  RegistryAnswer,
  never,
  PluginStore | PluginRegistry
> {
  const store = yield* PluginStore
  const registry = yield* PluginRegistry
  if (!store.available) return { _tag: "Offline" }
  yield* registry.invalidate
  const answer = yield* Effect.result(registry.get)
  if (Result.isFailure(answer)) return { _tag: "Failed", problem: answer.failure.message }
  if (!answer.success.stale) return { _tag: "Answered", entries: answer.success.registry.entries.length }
  const failure = (yield* store.registry)?.last_failure
  return { _tag: "Failed", problem: failure?.problem ?? "the registry gave no usable answer" }
})

/** Where this program writes, and the user may not. What is not there counts by its directory. */
const refusedPlaces = Effect.fnUntraced(function* (plugins: Option.Option<string>) {
  const machine = yield* Machine
  const reader = yield* FileReader
  const at = yield* Installation
  const directories = ["config", "data"].map((name) => inside(at.root, name))
  const files = [at.configFile, at.secretsFile, at.uninstalledFile, at.stateFile, at.ledgerDirectory]
  const places = [...directories, ...files, ...Option.toArray(plugins)]
  return yield* Effect.forEach(places, (path) =>
    Effect.gen(function* () {
      const stat = Option.flatten(yield* Effect.option(reader.stat(path)))
      if (Option.isNone(stat) || (yield* machine.mayWrite(path))) return []
      const { uid } = stat.value
      return [{ path: shownPath(at.root, path), owner: { uid, name: yield* machine.nameOfUser(uid) } }]
    })
  ).pipe(Effect.map((found) => found.flat()))
})

const ownerOf = Effect.fnUntraced(function* (
  path: string
): Effect.fn.Return<MachineUser | null, never, FileReader | Machine> {
  const stat = Option.flatten(yield* Effect.option((yield* FileReader).stat(path)))
  if (Option.isNone(stat)) return null
  const { uid } = stat.value
  return { uid, name: yield* (yield* Machine).nameOfUser(uid) }
})

/** All that `doctor` judges. Never fails: what could not be found out is null. */
export const surroundings = Effect.fn("surroundings")(function* (): Effect.fn.Return<
  Surroundings,
  never,
  Readers | PluginRegistry | Machine | FileReader | Installation
> {
  const machine = yield* Machine
  const reader = yield* FileReader
  const at = yield* Installation
  const seen = yield* snapshot(new Set())
  const plugins = Option.map(Result.getSuccess(seen.disk), ({ path }) => path)
  const listed = Effect.flatMap(Effect.fromOption(plugins), reader.list)
  const names = yield* Effect.orElseSucceed(listed, () => [])
  const stat = (path: string) => Effect.map(Effect.option(reader.stat(path)), Option.flatten)
  const config = yield* stat(at.configFile)
  const own = yield* stat(at.ledgerDirectory)
  const runs = yield* Effect.option(history())
  return {
    root: at.root,
    user: machine.user,
    owner: yield* ownerOf(at.root),
    refused: yield* refusedPlaces(plugins),
    unreadable: sourceErrors(seen).map(({ error, path }) => `${path}: ${error}`),
    hostVersion: seen.host.version ?? null,
    display:
      Result.isSuccess(seen.manager) && seen.manager.success.display !== undefined
        ? reportedDisplay(seen.manager.success.display)
        : null,
    processes: yield* machine.ledmatrixOf(at.root),
    space:
      (yield* machine.freeSpace(Option.getOrElse(plugins, () => at.root))) ??
      (yield* machine.freeSpace(at.root)),
    nowMs: yield* Clock.currentTimeMillis,
    configChangedMs: Option.getOrNull(Option.map(config, ({ modifiedAtMs }) => modifiedAtMs)),
    clockSet: yield* machine.clockSet,
    timeZone: machine.timeZone,
    git: yield* machine.git,
    registry: yield* askRegistry(),
    proxies: machine.proxies,
    stagings: names.filter((name) => name.startsWith(STAGING_PREFIX) && !name.startsWith(KEPT_PREFIX)),
    ownFilesMode: Option.getOrNull(Option.map(own, ({ mode }) => mode)),
    unreadableRuns: Option.match(runs, {
      onNone: () => [shownPath(at.root, at.ledgerDirectory)],
      onSome: ({ unreadable }) => unreadable
    })
  }
})
