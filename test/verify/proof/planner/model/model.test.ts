/**
 * That the model is no fiction: what it reads is what the readers read from the same JSON, and what its runs
 * do is what the services do to the files of an installation.
 */
import { assert, describe, it } from "@effect/vitest"
import { Effect, Fiber, Option, Result } from "effect"
import { TestClock } from "effect/testing"
import { configValue } from "../../../../../src/domain/sources/ConfigView.ts"
import type { Report } from "../../../../../src/domain/findings/Report.ts"
import { readRecord } from "../../../../../src/domain/sources/StateRecord.ts"
import { Reconciler } from "../../../../../src/reconcile/Reconciler.ts"
import { type Choices, exhaust } from "../spaces/exhaust.ts"
import { entryJson, recordJson } from "./json.ts"
import { installed, offersOf, pictureOf, prepare, seenPicture } from "./onFiles.ts"
import { onePlugin } from "../spaces/onePlugin.ts"
import { reported, run, shipped } from "./run.ts"
import { Stage } from "./Stage.ts"
import { LONG, SHORT, twoPlugins } from "../spaces/twoPlugins.ts"
import { pluginOf, type World } from "./World.ts"

describe("what the model reads", () => {
  it("is what the reader of records makes of the same JSON, for every record", () => {
    const { axes, id, world: worldOf } = onePlugin("clock", { state: ["read"], record: ["scalar", "object"] })
    const { visits } = exhaust(axes, (choices) => {
      const world = worldOf(choices)
      const { snapshot } = new Stage(world)
      const seen = Result.getOrThrow(Option.getOrThrow(snapshot.state)).records.get(id)
      const read = readRecord(id, recordJson(id, pluginOf(world, id)))
      assert.deepStrictEqual(
        { salvage: { ...seen?.salvage }, faults: seen?.faults, value: seen?.value },
        { ...read, salvage: { ...read.salvage } }
      )
      return undefined
    })
    assert.isAbove(visits, 300)
  })

  it("is what the reader of config makes of the same JSON, for every entry", () => {
    const {
      axes,
      id,
      world: worldOf
    } = onePlugin("clock", {
      configReadable: [true],
      key: ["entry"],
      ownDirectory: ["free"]
    })
    const { visits } = exhaust(axes, (choices) => {
      const world = worldOf(choices)
      const { snapshot } = new Stage(world)
      const seen = Result.getOrThrow(snapshot.config).values.get(id)
      assert.deepStrictEqual({ ...seen }, { ...configValue(entryJson(pluginOf(world, id))) })
      return undefined
    })
    assert.strictEqual(visits, 24)
  })
})

/** Numbers from 0 to below 1, the same for the same seed (mulberry32). */
const numbers = (seed: number) => {
  let state = seed
  return (): number => {
    state = (state + 0x6d2b79f5) | 0
    let t = Math.imul(state ^ (state >>> 15), 1 | state)
    t = (t + Math.imul(t ^ (t >>> 7), 61 | t)) ^ t
    return ((t ^ (t >>> 14)) >>> 0) / 4_294_967_296
  }
}

/** Answers at random, the same question always alike. */
const drawn = (seed: number): Choices => {
  const next = numbers(seed)
  const known = new Map<unknown, unknown>()
  return {
    ask: <A>(axis: { readonly values: ReadonlyArray<A> }): A => {
      if (!known.has(axis)) known.set(axis, axis.values[Math.floor(next() * axis.values.length)])
      return known.get(axis) as A
    },
    aside: (work) => work(),
    told: () => `seed ${seed}`
  }
}

const mostly = <A>(usual: A, ...others: ReadonlyArray<A>): ReadonlyArray<A> => [
  ...Array.from({ length: 8 }, () => usual),
  ...others
]

/** What files in memory can be made to say; the ordinary more often than not. */
const SAMPLE = onePlugin("clock", {
  configReadable: mostly(true, false),
  diskReadable: mostly(true, false),
  marksReadable: mostly(true, false),
  state: mostly<"read" | "unparseable" | "unreadable" | "retired">(
    "read",
    "unparseable",
    "unreadable",
    "retired"
  ),
  decides: [false, true],
  manager: ["silent"],
  // A process that has just begun has not looked before.
  lost: [false],
  storeAvailable: mostly(true, false),
  otherDirectory: mostly<"free" | "plugin">("free", "plugin"),
  otherSpelling: mostly<"free" | "broken">("free", "broken"),
  systemKey: mostly<"no" | "listed" | "template">("no", "listed", "template"),
  key: ["free", "scalar", "entry", "entry", "entry"],
  record: ["none", "scalar", "object", "object", "object"],
  marked: mostly(false, true),
  tombstoned: mostly(false, true),
  ownDirectory: [
    "free",
    "free",
    "free",
    "plugin",
    "plugin",
    "namesake",
    "broken",
    "byte_order_mark",
    "taken"
  ],
  unrecoverable: mostly<"no" | "process" | "remembered" | "ended">("no", "process", "remembered", "ended"),
  fetch: [{ version: "2.0.0" }, { version: "2.0.0" }, { refused: "bad_manifest" }, "absent", "unreachable"],
  editConfig: ["done"],
  editState: ["done"]
})

/** While config cannot be read, it is not known where the plugins are. */
const asRead = (world: World): World => {
  const { config, disk } = world.readable
  return { ...world, readable: { ...world.readable, disk: () => config() && disk() } }
}

const PAIRS = twoPlugins({
  marksReadable: mostly(true, false),
  storeAvailable: mostly(true, false),
  key: ["free", "bare", "settings", "settings"],
  marked: mostly(false, true),
  tombstoned: mostly(false, true),
  unrecoverable: mostly<"no" | "process">("no", "process"),
  directory: ["free", "free", "free", SHORT, LONG, "broken", "taken"],
  otherDirectory: mostly<"free" | typeof SHORT | typeof LONG>("free", SHORT, LONG)
})

const lines = (report: Report): ReadonlyArray<string> =>
  report.inconsistencies_found.map(({ inconsistency_type, outcome, plugin_id, reason }) =>
    [plugin_id, inconsistency_type, reason, outcome.status, outcome.error?.kind, outcome.error?.code].join(
      " "
    )
  )

const reconciled = (world: World, offers: ReturnType<typeof offersOf>) =>
  Effect.gen(function* () {
    yield* TestClock.setTime(world.nowMs)
    yield* prepare(world)
    const reconcile = Reconciler.use((reconciler) =>
      reconciler.reconcile({ force: false, replaceBroken: false })
    )
    const fiber = yield* Effect.forkChild(reconcile)
    yield* TestClock.adjust("20 seconds")
    return { report: yield* Fiber.join(fiber), picture: yield* seenPicture(world) }
  }).pipe(Effect.provide(installed(world, offers), { local: true }))

/** How many installations are drawn of each kind; more with `PROOF_SAMPLES`. */
const SAMPLES = Number(process.env["PROOF_SAMPLES"] ?? 200)

/** Holds a run of the model against one of the services, and tells what the latter found. */
const compared = (world: World, offers: ReturnType<typeof offersOf>, seed: number) =>
  Effect.gen(function* () {
    // Files have been there for an hour, by their change times too.
    yield* TestClock.setTime(world.nowMs - 3_600_000)
    const stage = new Stage(world)
    const ran = run(shipped, stage, world)
    const { picture, report } = yield* reconciled(world, offers)
    const expected = reported(stage, ran)
    assert.deepStrictEqual(
      { lines: lines(report), ok: report.reconciliation_successful, message: report.message, ...picture },
      {
        lines: lines(expected),
        ok: expected.reconciliation_successful,
        message: expected.message,
        ...pictureOf(ran.ended)
      },
      `seed ${seed}`
    )
    return report.inconsistencies_found.map(({ outcome, reason }) => `${reason} ${outcome.status}`)
  })

const EVERY_REPAIR = [
  "broken_manifest fixed",
  "config_differs fixed",
  "invalid_record fixed",
  "no_entry fixed",
  "not_installed fixed",
  "record_version fixed",
  "set_aside_copy fixed",
  "uninstalled_record fixed"
]

describe("what the model's runs do", () => {
  it.effect("is what the services do to files, on installations drawn at random", () =>
    Effect.gen(function* () {
      const met = new Set<string>()
      for (let seed = 1; seed <= SAMPLES; seed++) {
        const world = asRead(SAMPLE.world(drawn(seed)))
        for (const line of yield* compared(world, offersOf(world), seed)) met.add(line)
      }
      assert.deepStrictEqual(
        EVERY_REPAIR.filter((line) => !met.has(line)),
        []
      )
    })
  )

  it.effect("is what the services do to two plugins that get into each other's way", () =>
    Effect.gen(function* () {
      const { offers, world } = PAIRS
      const met = new Set<string>()
      for (let seed = 1; seed <= SAMPLES; seed++) {
        const choices = drawn(seed)
        for (const line of yield* compared(world(choices), offers(choices), seed)) met.add(line)
      }
      assert.includeMembers(
        [...met],
        ["not_installed fixed", "not_installed failed", "broken_directory manual"]
      )
    })
  )
})
