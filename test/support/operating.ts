/** One operation on an installation in memory: what stands around it, what refuses it, and what it leaves. */
import { Effect } from "effect"
import { stepWords } from "../../src/cli/view/advice/stepWords.ts"
import { type Advice, adviceText } from "../../src/domain/advice/Advice.ts"
import type { RegistryEntry } from "../../src/domain/store/Registry.ts"
import { isJsonObject, type JsonValue } from "../../src/json/JsonValue.ts"
import { type OperationError, operationProblem } from "../../src/operations/operationProblem.ts"
import { valueAt } from "../../src/json/valueAt.ts"
import { PluginInstaller, PluginRegistry } from "../../src/services/PluginStore.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../src/testing/MemoryInstallation.ts"
import { type Described, installation, readJson } from "./reconciling.ts"

export const place = (path: string): string => `${MEMORY_ROOT}/${path}`
export const text = (path: string) => MemoryFiles.use((files) => files.text(place(path)))
export const put = (path: string, content: string) =>
  MemoryFiles.use((files) => files.put(place(path), content))
export const remove = (path: string) => MemoryFiles.use((files) => files.remove(place(path)))

/** What stands at `key` of a JSON file. */
export const at = (
  path: string,
  ...key: ReadonlyArray<string>
): Effect.Effect<JsonValue | undefined, never, MemoryFiles> =>
  Effect.map(readJson(path), (value) => (isJsonObject(value) ? valueAt(value, key) : undefined))

/** A spec on one installation. */
export const spec = <A, E, R>(described: Described, program: Effect.Effect<A, E, R>) =>
  Effect.provide(program, installation(described))

/** What to do next, as the command line says it. */
export const onTheCommandLine = (told: Advice): string => adviceText(told, stepWords)

/** How the command line tells why an operation did not happen. */
export const problemOf = (error: OperationError) => {
  const { hint, ...problem } = operationProblem(error)
  return { ...problem, hint: hint === undefined ? undefined : onTheCommandLine(hint) }
}

/** The same of one that is not to happen. */
export const refused = <A, E extends OperationError, R>(operation: Effect.Effect<A, E, R>) =>
  Effect.map(Effect.flip(operation), problemOf)

/** A registry that says this, even if the store delivers something else. */
export const withRegistry = (entries: ReadonlyArray<RegistryEntry>, { stale = false } = {}) =>
  Effect.provideService(PluginRegistry, {
    get: Effect.succeed({ registry: { entries, skipped: [] }, stale, fetchedAtMs: 0 }),
    invalidate: Effect.void,
    known: Effect.succeedNone
  })

/** What somebody else does once the download lies ready. */
export const whenStaged =
  <E2, R2>(does: Effect.Effect<unknown, E2, R2>) =>
  <A, E, R>(program: Effect.Effect<A, E, R>) =>
    Effect.gen(function* () {
      const installer = yield* PluginInstaller
      const context = yield* Effect.context<R2>()
      return yield* Effect.provideService(program, PluginInstaller, {
        ...installer,
        stage: (name, disk, accepts) =>
          Effect.tap(installer.stage(name, disk, accepts), () =>
            Effect.orDie(Effect.provideContext(does, context))
          )
      })
    })

/** The copies that are kept for undoing. */
export const keptCopies = Effect.map(
  MemoryFiles.use((files) => files.snapshot),
  (all) => [...all.keys()].filter((path) => /standalone-backup-kept\.[^/]+$/u.test(path))
)
