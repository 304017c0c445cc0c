/** What a desired state asks of a fetched plugin, which directories it never replaces, and which marks go with it. */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer, Option, Result } from "effect"
import { Change } from "../../../src/domain/changes/Change.ts"
import { NotReplaced } from "../../../src/domain/errors/PlaceReason.ts"
import { VersionNotOffered } from "../../../src/domain/errors/RegistryReason.ts"
import { StoreError } from "../../../src/domain/errors/StoreError.ts"
import { OperationRefused } from "../../../src/domain/Operation.ts"
import type { StagedPlugin } from "../../../src/domain/store/StagedPlugin.ts"
import {
  asAsked,
  noLongerUninstalled,
  refuseReplacement
} from "../../../src/reconcile/repair/desiredFetch.ts"
import { Checkouts } from "../../../src/services/disk/checkouts/Checkouts.ts"
import { DiskWriter } from "../../../src/services/writing/DiskWriter.ts"
import { snapshotOf } from "../../support/snapshots.ts"

const staged = (version?: string, id = "clock", entry = id): StagedPlugin => ({
  id,
  entry: { id: entry },
  plugins: "/root/plugin-repos",
  path: "/root/plugin-repos/.staged",
  version
})
const disk = Result.getOrThrow(
  snapshotOf({ disk: { clock: { version: "2.0.0" }, other: { version: "9" } } }).disk
)

/** The reason for which something is refused; `undefined` where it is not. */
const reasonOf = <R>(effect: Effect.Effect<void, StoreError, R>) =>
  Effect.map(Effect.result(effect), (result) => {
    if (Result.isSuccess(result)) return undefined
    assert.strictEqual(result.failure.plugin, "clock")
    return result.failure.reason
  })

describe("a fetched plugin is what was asked for", () => {
  it.effect.each<[string, string | undefined, string | undefined, string | undefined]>([
    ["where any version will do", undefined, undefined, undefined],
    ["where it has that version", "1.0.0", "1.0.0", undefined],
    ["where it spells that version in another way", "1.0.0", "v1.0.0", "clock"],
    ["where the newest is wanted and none is there", "latest", undefined, undefined],
    ["where the newest is wanted and it is newer than the one that is there", "latest", "2.0.1", "clock"],
    ["where the newest is wanted and the directory that it replaces is gone", "latest", "1.0.0", "gone"]
  ])("%s", ([_title, version, delivered, instead]) =>
    Effect.gen(function* () {
      const asked = { plugin: "clock", version, instead }
      assert.isUndefined(yield* reasonOf(asAsked(asked, staged(delivered), disk)))
    })
  )

  it.effect.each<[string, string, string | undefined, string | undefined, string]>([
    ["where it has another version", "1.0.0", "1.0.1", undefined, "1.0.1"],
    ["where it has no version", "1.0.0", undefined, undefined, "one without a version"],
    [
      "where the newest is wanted and it is as old as the one that is there",
      "latest",
      "2.0.0",
      "clock",
      "2.0.0"
    ]
  ])("but not %s", ([_title, version, has, instead, delivered]) =>
    Effect.gen(function* () {
      const asked = { plugin: "clock", version, instead }
      assert.deepStrictEqual(
        yield* reasonOf(asAsked(asked, staged(has), disk)),
        new VersionNotOffered({ plugin: "clock", version, delivered })
      )
    })
  )
})

describe("a directory is its owner's own work", () => {
  const nothing = { symlink: false, checkout: false, bundled: false, localOnly: false }
  const refusal = (traits: Partial<typeof nothing>) =>
    reasonOf(refuseReplacement("clock", "clock", disk)).pipe(
      Effect.provide(
        Layer.mock(DiskWriter, {
          traits: (path) =>
            Effect.succeed({ ...nothing, ...(path === "/root/plugin-repos/clock" ? traits : {}) })
        })
      )
    )

  /** What git says of the checkout. */
  const withGit = (says: Effect.Effect<ReadonlyArray<string>, OperationRefused>) =>
    Layer.succeed(Checkouts, {
      localChanges: (plugin, path) =>
        `${plugin} ${path}` === "clock /root/plugin-repos/clock" ? says : Effect.die("another one")
    })

  it.effect.each([
    ["symlinked_plugin", { symlink: true }, "plugin-repos/clock is a link to a directory outside"],
    ["bundled", { bundled: true }, "plugin-repos/clock comes with LEDMatrix, which updates it"],
    ["local_only", { localOnly: true }, "plugin-repos/clock asks in its manifest not to be updated"]
  ] as const)("as %s", ([code, traits, problem]) =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* refusal(traits), new NotReplaced({ code, problem }))
    })
  )

  it.effect("not where none of that is so, and git is not asked", () =>
    Effect.gen(function* () {
      assert.isUndefined(yield* Effect.provide(refusal({}), withGit(Effect.die("asked"))))
    })
  )

  it.effect("not as a checkout without changes", () =>
    Effect.gen(function* () {
      assert.isUndefined(yield* Effect.provide(refusal({ checkout: true }), withGit(Effect.succeed([]))))
    })
  )

  const unknown = new OperationRefused({
    plugin: "clock",
    code: "local_changes_unknown",
    problem: "git cannot tell",
    hint: ""
  })

  it.effect.each<[string, Option.Option<Effect.Effect<ReadonlyArray<string>, OperationRefused>>, string]>([
    ["as a checkout with changes", Option.some(Effect.succeed(["a", "b"])), "a, b"],
    [
      "as a checkout with many changes, of which the first five are named",
      Option.some(Effect.succeed(["a", "b", "c", "d", "e", "f"])),
      "a, b, c, d, e"
    ],
    ["as a checkout of which git cannot tell", Option.some(Effect.fail(unknown)), unknown.message],
    ["as a checkout where there is no git to ask", Option.none(), "none can be looked for here"]
  ])("%s", ([_title, says, told]) =>
    Effect.gen(function* () {
      const asked = refusal({ checkout: true })
      const reason = yield* Option.isSome(says) ? Effect.provide(asked, withGit(says.value)) : asked
      const problem = `plugin-repos/clock is a git checkout with changes of its owner's: ${told}`
      assert.deepStrictEqual(reason, new NotReplaced({ code: "local_changes", problem }))
    })
  )
})

describe("a plugin that is there again", () => {
  const uninstalled = { marks: ["clock", "other"], tombstones: ["clock", "other"] }
  const remove = (list: "marks" | "tombstones", member: string, plugin = "clock") =>
    Change.RemoveMember({ plugin, cause: "desired_missing", list, member })
  const changes = (plugin: StagedPlugin, model: Parameters<typeof snapshotOf>[0]) =>
    noLongerUninstalled(plugin, "desired_missing", snapshotOf(model)).flatMap((step) => step.changes)

  it("is buried no more, and then marked no more", () => {
    assert.deepStrictEqual(changes(staged(), uninstalled), [
      remove("tombstones", "clock"),
      remove("marks", "clock")
    ])
  })

  it("is so under none of its names", () => {
    const id = "ledmatrix-clock"
    assert.deepStrictEqual(
      changes(staged("1", id, "the-clock"), { marks: [id, "the-clock", "clock", "other"] }),
      [remove("marks", id, id), remove("marks", "the-clock", id), remove("marks", "clock", id)]
    )
  })

  it("has nothing removed where it was never uninstalled", () => {
    assert.deepStrictEqual(changes(staged(), { marks: ["other"] }), [])
  })

  it("has nothing removed while it cannot be read what was uninstalled", () => {
    assert.deepStrictEqual(changes(staged(), { ...uninstalled, unreadable: ["uninstalled"] }), [])
  })
})
