/** What the desired state asks of a fetched plugin, and of the directory that it replaces. */
import { Effect, Option, Result } from "effect"
import { stepsOf } from "../../changes/steps.ts"
import { Change } from "../../domain/changes/Change.ts"
import type { DesiredFetch } from "../../domain/changes/Repair.ts"
import { StoreError } from "../../domain/errors/StoreError.ts"
import { NotReplaced } from "../../domain/errors/PlaceReason.ts"
import { VersionNotOffered } from "../../domain/errors/RegistryReason.ts"
import { withoutPrefix } from "../../domain/plugin/PluginId.ts"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import { isSameVersion, LATEST } from "../../domain/store/atVersion.ts"
import type { StagedPlugin } from "../../domain/store/StagedPlugin.ts"
import { isNewer } from "../../domain/store/versions.ts"
import { Checkouts } from "../../services/disk/checkouts/Checkouts.ts"
import { DiskWriter } from "../../services/writing/DiskWriter.ts"
import { inside } from "../../services/installation/Installation.ts"

/** A store may announce a version and deliver another: that is not what the document wants. */
export const asAsked = Effect.fnUntraced(function* (
  { instead, plugin, version }: DesiredFetch,
  staged: StagedPlugin,
  disk: DiskView
) {
  if (version === undefined) return
  const present = disk.plugins.find(({ directory }) => directory === instead)
  const isRight =
    version === LATEST
      ? present === undefined || isNewer(staged.version, present.version)
      : isSameVersion(staged.version, version)
  if (isRight) return
  const delivered = staged.version ?? "one without a version"
  return yield* new StoreError({ plugin, reason: new VersionNotOffered({ plugin, version, delivered }) })
})

/** Of a plugin that is there, a store that does not list it says no more than that it has no other version. */
export const ofInstalled = (error: StoreError, version = LATEST): StoreError => {
  const { plugin, reason } = error
  return reason._tag === "NotInRegistry"
    ? new StoreError({ plugin, reason: new VersionNotOffered({ plugin, version }) })
    : error
}

/** What is its owner's own work stays: a link, a checkout with changes in it, what comes with LEDMatrix or is local only. */
export const refuseReplacement = Effect.fnUntraced(function* (
  plugin: string,
  directory: string,
  disk: DiskView
) {
  const path = inside(disk.path, directory)
  const shown = inside(disk.shownPath, directory)
  const traits = yield* (yield* DiskWriter).traits(path)
  const refused = (code: NotReplaced["code"], problem: string) =>
    new StoreError({ plugin, reason: new NotReplaced({ code, problem: `${shown} ${problem}` }) })
  if (traits.symlink) return yield* refused("symlinked_plugin", "is a link to a directory outside")
  if (traits.bundled) return yield* refused("bundled", "comes with LEDMatrix, which updates it")
  if (traits.localOnly) return yield* refused("local_only", "asks in its manifest not to be updated")
  if (!traits.checkout) return
  const checkouts = yield* Effect.serviceOption(Checkouts)
  const changes = Option.isSome(checkouts)
    ? yield* Effect.result(checkouts.value.localChanges(plugin, path))
    : Result.succeed(["none can be looked for here"])
  if (Result.isSuccess(changes) && changes.success.length === 0) return
  const told = Result.isSuccess(changes) ? changes.success.slice(0, 5).join(", ") : changes.failure.message
  return yield* refused("local_changes", `is a git checkout with changes of its owner's: ${told}`)
})

/** It is uninstalled no more, under none of its names. */
export const noLongerUninstalled = (
  { id, entry }: StagedPlugin,
  cause: string,
  { store: { uninstalled } }: Snapshot
) => {
  if (Result.isFailure(uninstalled)) return []
  const { marks, tombstones } = uninstalled.success
  const names = [...new Set([id, entry.id, withoutPrefix(id) ?? id])]
  const remove = (list: "marks" | "tombstones", has: ReadonlySet<string>) =>
    names
      .filter((name) => has.has(name))
      .map((member) => Change.RemoveMember({ plugin: id, cause, list, member }))
  return stepsOf([...remove("tombstones", tombstones), ...remove("marks", marks)])
}
