/**
 * A plugin store in memory, for specs: a table of what it has and of what fails, and a count of what it was
 * asked. Installs write into the `FileWriter` that is provided.
 */
import { Clock, Context, Effect, Layer, Option, Ref, Scope, Stream } from "effect"
import { onlyVersion } from "../domain/store/atVersion.ts"
import { readRegistry, type RegistryEntry } from "../domain/store/Registry.ts"
import type { StagedPlugin } from "../domain/store/StagedPlugin.ts"
import { StoreError, type StoreReason } from "../domain/errors/StoreError.ts"
import { OperationInProgress } from "../domain/errors/PlaceReason.ts"
import { BadPlugin } from "../domain/errors/FetchReason.ts"
import { NotInRegistry, RegistryUnreachable } from "../domain/errors/RegistryReason.ts"
import { FileReader, FileWriter } from "../ports/Files.ts"
import { fileFailed } from "../services/files/fileReason.ts"
import { makeOwnDirectory } from "../services/files/replacing/makeOwnDirectory.ts"
import { Installation } from "../services/installation/Installation.ts"
import { PluginInstaller, PluginRegistry } from "../services/PluginStore.ts"
import { commitPlugin } from "../services/store/install/commitPlugin.ts"
import { STAGING_PREFIX } from "../services/store/limits.ts"
import {
  makePluginDirectory,
  PLUGIN_DIRECTORY_MODE,
  writePluginFile
} from "../services/store/install/writePluginFiles.ts"

/** What the store has under a registry id: a plugin with this manifest id, or the reason why it cannot be had. */
export type Offer =
  | { readonly manifestId: string; readonly version: string }
  | { readonly fails: StoreReason }

/** The control of a store in memory: a table of what it has and of what fails, and a count of what it was asked. */
export class MemoryStore extends Context.Service<
  MemoryStore,
  {
    readonly offer: (registryId: string, offer: Offer) => Effect.Effect<void>
    readonly setReachable: (reachable: boolean) => Effect.Effect<void>
    /** Registry ids in the order in which they were asked for. */
    readonly asked: Effect.Effect<ReadonlyArray<string>>
    /** How often the registry was to be asked afresh. */
    readonly invalidations: Effect.Effect<number>
  }
>()("ledmatrix-reconciler/testing/MemoryStore") {
  static readonly layer = (
    offers: { readonly [registryId: string]: Offer } = {}
  ): Layer.Layer<
    MemoryStore | PluginRegistry | PluginInstaller,
    never,
    FileReader | FileWriter | Installation
  > => Layer.effectContext(make(offers))
}

const make = Effect.fnUntraced(function* (initial: { readonly [registryId: string]: Offer }) {
  // Without the scope of this layer: a staging belongs to who asked for it.
  const files = Context.omit(Scope.Scope)(yield* Effect.context<FileReader | FileWriter | Installation>())
  const offers = yield* Ref.make<ReadonlyMap<string, Offer>>(new Map(Object.entries(initial)))
  const reachable = yield* Ref.make(true)
  const asked = yield* Ref.make<ReadonlyArray<string>>([])
  const invalidations = yield* Ref.make(0)
  const stagings = yield* Ref.make(0)
  const held = yield* Ref.make<ReadonlySet<string>>(new Set())

  const registry = Effect.gen(function* () {
    const plugins = [...(yield* Ref.get(offers))].map(([id, offer]) =>
      "fails" in offer ? { id } : { id, latest_version: offer.version }
    )
    const read = readRegistry({ plugins })
    return { registry: Option.getOrThrow(read), stale: false, fetchedAtMs: yield* Clock.currentTimeMillis }
  })
  const unreachable = (plugin: string) =>
    new StoreError({ plugin, reason: new RegistryUnreachable({ address: "memory:", problem: "no network" }) })
  const get = Effect.flatMap(Ref.get(reachable), (up) => (up ? registry : Effect.fail(unreachable(""))))

  /** One staging of a plugin at a time; who comes second need not wait to be told. */
  const hold = Effect.fnUntraced(function* (id: string) {
    if ((yield* Ref.get(held)).has(id)) {
      const problem = "another run is installing it"
      return yield* new StoreError({ plugin: id, reason: new OperationInProgress({ plugin: id, problem }) })
    }
    yield* Ref.update(held, (ids) => new Set(ids).add(id))
    yield* Effect.addFinalizer(() =>
      Ref.update(held, (ids) => new Set([...ids].filter((other) => other !== id)))
    )
  })

  const stage = Effect.fnUntraced(
    function* (
      id: string,
      disk: { readonly path: string },
      accepts: (entry: RegistryEntry) => ReadonlyArray<string>,
      version?: string
    ) {
      if (!(yield* Ref.get(reachable))) return yield* unreachable(id)
      const table = yield* Ref.get(offers)
      const names = [id, id.replace(/^ledmatrix-/u, "")].filter(
        (name, at, all) => all.indexOf(name) === at && table.has(name)
      )
      if (names.length === 0)
        return yield* new StoreError({ plugin: id, reason: new NotInRegistry({ plugin: id }) })
      const failures: Array<StoreReason> = []
      for (const name of names) {
        yield* Ref.update(asked, (all) => [...all, name])
        const offer = table.get(name)
        if (offer === undefined) continue
        if ("fails" in offer) failures.push(offer.fails)
        else if (accepts({ id: name }).includes(offer.manifestId)) {
          yield* hold(id)
          const number = yield* Ref.updateAndGet(stagings, (count) => count + 1)
          return yield* written(offer.manifestId, offer.version, disk.path, number)
        } else failures.push(wrongId(offer.manifestId))
      }
      const reason =
        failures.find((failure) => failure.transient) ?? failures[0] ?? new NotInRegistry({ plugin: id })
      return yield* new StoreError({ plugin: id, reason, ...onlyVersion(version) })
    },
    (self) => Effect.provideContext(self, files)
  )

  return Context.make(MemoryStore, {
    offer: (id, offer) => Ref.update(offers, (all) => new Map(all).set(id, offer)),
    setReachable: (up) => Ref.set(reachable, up),
    asked: Ref.get(asked),
    invalidations: Ref.get(invalidations)
  }).pipe(
    Context.add(PluginRegistry, {
      get,
      invalidate: Ref.update(invalidations, (count) => count + 1),
      known: Effect.asSome(registry)
    }),
    Context.add(PluginInstaller, {
      stage,
      commit: (staged, place) => Effect.provideContext(commitPlugin(staged, place), files),
      rememberFailure: () => Effect.void,
      forgetFailures: () => Effect.void
    })
  )
})

const wrongId = (id: string) => new BadPlugin({ code: "wrong_id", problem: `its id is ${id}`, foundId: id })

/** The staged plugin, its manifest alone. */
const written = Effect.fnUntraced(
  function* (id: string, version: string, plugins: string, number: number) {
    const writer = yield* FileWriter
    const staging = `${plugins}/${STAGING_PREFIX}${number}`
    const path = `${staging}/plugin`
    yield* makeOwnDirectory(plugins, PLUGIN_DIRECTORY_MODE)
    yield* Effect.addFinalizer(() => Effect.ignore(writer.removeTree(staging)))
    yield* makePluginDirectory(staging)
    yield* makePluginDirectory(path)
    const manifest = JSON.stringify({ id, name: id, version, class_name: "P", display_modes: [] })
    yield* writePluginFile(`${path}/manifest.json`, Stream.make(new TextEncoder().encode(manifest)))
    yield* writer.syncTree(path)
    return { id, version, path, plugins, entry: { id } } satisfies StagedPlugin
  },
  (self, id, _version, plugins) =>
    Effect.mapError(self, (fault) => new StoreError({ plugin: id, reason: fileFailed(fault, plugins) }))
)
