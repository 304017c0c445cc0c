/** What is remembered of the plugins for the next process: which had an entry, and which directory held several. */
import { assert, describe, it } from "@effect/vitest"
import type { AgreementChanges } from "../../../src/domain/sources/recordMarks.ts"
import { type Agreement, emptyLedger, type LedgerView } from "../../../src/domain/sources/Ledger.ts"
import { UNINSTALL_MS } from "../../../src/domain/sources/lostEntries.ts"
import {
  hadEntry,
  isMore,
  nothingSeen,
  seenNow,
  type SeenPlugins
} from "../../../src/domain/sources/SeenPlugins.ts"
import { type Model, NOW, snapshotOf } from "../../support/snapshots.ts"

const DIRECTORY = "/root/plugin-repos"
const young = { configModifiedAtMs: NOW - UNINSTALL_MS + 1 }
const none: AgreementChanges = new Map()
const agreed: Agreement = { enabled: true }
/** A record was replaced, but config and state were never seen to agree. */
const neverAgreed: Agreement = { replaced: [] }

const seenOf = (ids: ReadonlyArray<string>, directory?: string): SeenPlugins => ({
  directory,
  entries: new Set(ids)
})

interface Look {
  readonly before?: SeenPlugins
  readonly newlyAgreed?: AgreementChanges
  readonly placed?: string
}

const look = (
  model: Model,
  { before = nothingSeen, newlyAgreed = none, placed }: Look = {}
): SeenPlugins | undefined => {
  const snapshot = snapshotOf(model)
  return seenNow({ ...snapshot, ledger: { ...snapshot.ledger, seen: before } }, newlyAgreed, placed)
}

const clock: Model = { disk: { clock: {} }, config: { clock: { enabled: true } } }
const clockWithoutEntry: Model = { disk: { clock: {} } }
const three: Model = { disk: { clock: {}, news: {}, fog: {} } }

describe("of the first look, a plugin is remembered", () => {
  it.each<[string, Model, AgreementChanges]>([
    ["that is on disk and has an entry", clock, none],
    [
      "of which a record was replaced, and no agreement is known",
      { ...clock, agreements: { clock: neverAgreed } },
      none
    ],
    [
      "whose agreement is forgotten now",
      { ...clock, agreements: { clock: agreed } },
      new Map([["clock", undefined]])
    ],
    [
      "whose agreement is replaced by none now",
      { ...clock, agreements: { clock: agreed } },
      new Map([["clock", neverAgreed]])
    ],
    ["beside one that others agree about", { ...clock, agreements: { news: agreed } }, none]
  ])("%s", (_title, model, newlyAgreed) => {
    assert.deepStrictEqual(look(model, { newlyAgreed }), seenOf(["clock"]))
  })
})

describe("of the first look, nothing is remembered", () => {
  it.each<[string, Model, AgreementChanges]>([
    ["of an empty installation", {}, none],
    ["of a plugin without an entry", clockWithoutEntry, none],
    ["of one whose key holds something else", { disk: { clock: {} }, config: { clock: 1 } }, none],
    ["of an entry without its plugin", { config: { clock: { enabled: true } } }, none],
    ["of a plugin whose agreement tells it", { ...clock, agreements: { clock: agreed } }, none],
    ["of one whose new agreement tells it", clock, new Map([["clock", agreed]])],
    ["where config cannot be read", { ...three, unreadable: ["config"] }, none],
    ["where the disk cannot be read", { ...clock, unreadable: ["disk"] }, none]
  ])("%s", (_title, model, newlyAgreed) => {
    assert.isUndefined(look(model, { newlyAgreed }))
  })
})

describe("a plugin that was seen with an entry is still remembered", () => {
  const before = seenOf(["clock"])
  /** A second plugin, so that there is something new to remember. */
  const withNews = (model: Model): Model => ({
    ...model,
    disk: { ...model.disk, news: {} },
    config: { ...model.config, news: { enabled: true } }
  })

  it.each<[string, Model]>([
    ["while it has its entry", clock],
    ["while it has its entry, where an agreement tells it, too", { ...clock, agreements: { clock: agreed } }],
    ["without its entry, while config is young", { ...clockWithoutEntry, ...young }],
    ["while it is set aside", { setAside: ["clock"] }]
  ])("%s", (_title, model) => {
    assert.deepStrictEqual(look(withNews(model), { before }), seenOf(["clock", "news"]))
  })
})

describe("a plugin that was seen with an entry is forgotten", () => {
  it.each<[string, Model]>([
    ["without its entry, once config is old", clockWithoutEntry],
    [
      "without its entry in an old config, where a copy lies beside it",
      { ...clockWithoutEntry, setAside: ["clock"] }
    ],
    ["once it has left the disk", {}],
    ["once it has left the disk, while config is young", young],
    ["once it has left the disk, with its entry in place", { config: { clock: { enabled: true } } }]
  ])("%s", (_title, model) => {
    assert.deepStrictEqual(look(model, { before: seenOf(["clock"]) }), nothingSeen)
  })
})

describe("the plugins directory is remembered", () => {
  it("where three plugins are in it", () => {
    assert.deepStrictEqual(look(three), seenOf([], DIRECTORY))
  })

  it("where more than three are in it", () => {
    assert.deepStrictEqual(look({ disk: { ...three.disk, sun: {} } }), seenOf([], DIRECTORY))
  })

  it("not where two are in it", () => {
    assert.isUndefined(look({ disk: { clock: {}, news: {} } }))
  })

  it("not where two directories of three have one id", () => {
    assert.isUndefined(look({ disk: { clock: {}, news: {}, "news-old": { id: "news" } } }))
  })

  it("no longer, once fewer are in it", () => {
    assert.deepStrictEqual(look({}, { before: seenOf([], DIRECTORY) }), nothingSeen)
  })

  it("anew, where it is another one now", () => {
    assert.deepStrictEqual(look(three, { before: seenOf([], "/root/plugins") }), seenOf([], DIRECTORY))
  })
})

describe("a plugin that was just placed", () => {
  it("is remembered, although this look found neither directory nor entry", () => {
    assert.deepStrictEqual(look({}, { placed: "clock" }), seenOf(["clock"]))
  })

  it("leaves a plugin beside it without an entry", () => {
    assert.deepStrictEqual(look(clockWithoutEntry, { placed: "news" }), seenOf(["news"]))
  })

  it("counts among the plugins in the directory", () => {
    const two: Model = { disk: { clock: {}, news: {} } }
    assert.deepStrictEqual(look(two, { placed: "fog" }), seenOf(["fog"], DIRECTORY))
  })

  it("is not remembered where an agreement tells of it", () => {
    assert.isUndefined(look({ agreements: { clock: agreed } }, { placed: "clock" }))
  })
})

describe("what is remembered already is not to be remembered again", () => {
  it.each<[string, Model, SeenPlugins]>([
    ["of one plugin", clock, seenOf(["clock"])],
    ["of a directory", three, seenOf([], DIRECTORY)],
    ["of a plugin that is set aside", { setAside: ["clock"] }, seenOf(["clock"])],
    ["of a plugin without its entry in a young config", { ...clockWithoutEntry, ...young }, seenOf(["clock"])]
  ])("%s", (_title, model, before) => {
    assert.isUndefined(look(model, { before }))
  })
})

describe("what is remembered is to be written anew", () => {
  it("where one plugin of two is left", () => {
    assert.deepStrictEqual(look(clock, { before: seenOf(["clock", "news"]) }), seenOf(["clock"]))
  })

  it("where another plugin took the place of one", () => {
    assert.deepStrictEqual(look(clock, { before: seenOf(["news"]) }), seenOf(["clock"]))
  })

  it("where the plugins are the same, and the directory is not", () => {
    const more: Model = { ...clock, ...three }
    assert.deepStrictEqual(look(more, { before: seenOf(["clock"]) }), seenOf(["clock"], DIRECTORY))
  })
})

describe("a plugin had an entry", () => {
  const ledgerOf = (entries: ReadonlyArray<string>, agreement?: Agreement): LedgerView => ({
    ...emptyLedger,
    seen: seenOf(entries),
    agreements: new Map(agreement && [["clock", agreement]])
  })

  it.each<[string, LedgerView, boolean]>([
    ["where it was seen with one", ledgerOf(["clock"]), true],
    ["where config and state agreed about it", ledgerOf([], agreed), true],
    ["where they agreed that it is off", ledgerOf([], { enabled: false }), true],
    ["not where another one was seen", ledgerOf(["news"]), false],
    ["not where only a record of it was replaced", ledgerOf([], neverAgreed), false]
  ])("%s", (_title, ledger, had) => {
    assert.strictEqual(hadEntry("clock", ledger), had)
  })
})

describe("of what was seen before", () => {
  it.each<[string, SeenPlugins, SeenPlugins, boolean]>([
    [
      "nothing is missing where all is the same",
      seenOf(["clock"], DIRECTORY),
      seenOf(["clock"], DIRECTORY),
      true
    ],
    ["nothing is missing where nothing was seen", seenOf([]), nothingSeen, true],
    ["nothing is missing where a plugin came", seenOf(["clock", "news"]), seenOf(["clock"]), true],
    ["nothing is missing where a directory came", seenOf([], DIRECTORY), nothingSeen, true],
    ["a plugin is missing where one of two is left", seenOf(["clock"]), seenOf(["clock", "news"]), false],
    ["a plugin is missing beside a directory that came", seenOf([], DIRECTORY), seenOf(["clock"]), false],
    ["a directory is missing where there is none now", seenOf(["clock"]), seenOf(["clock"], DIRECTORY), false]
  ])("%s", (_title, now, before, more) => {
    assert.strictEqual(isMore(now, before), more)
  })
})
