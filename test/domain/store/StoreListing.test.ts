// A plugin of the store as the API lists it: lenient about what an entry says, and about how it is looked for.
import { assert, describe, it } from "@effect/vitest"
import { manifestDetails, noDetails } from "../../../src/domain/store/ManifestDetails.ts"
import { isWanted, offerDetails, storeListing } from "../../../src/domain/store/StoreListing.ts"

const none: ReadonlySet<string> = new Set()

describe("a listing", () => {
  it("is whole where the entry leaves fields out", () => {
    assert.deepStrictEqual(storeListing({ id: "clock" }, none, undefined), {
      id: "clock",
      name: "clock",
      author: "",
      category: "",
      description: "",
      tags: [],
      stars: 0,
      verified: false,
      repo: "",
      last_updated: "",
      last_updated_iso: "",
      last_commit: "",
      last_commit_message: "",
      last_commit_author: "",
      version: "",
      branch: "",
      default_branch: "",
      plugin_path: "",
      commit: "",
      ledmatrix_min_version: "",
      aliases: [],
      incompatible_reason: null,
      installed_id: null
    })
  })

  it("says what the entry is built from, how else it is called, and why this LEDMatrix cannot run it", () => {
    const entry = {
      id: "clock",
      commit: "abc1234",
      aliases: ["old-clock"],
      ledmatrix_min_version: "3.8.0"
    }
    const { aliases, commit, incompatible_reason } = storeListing(entry, none, "3.7.0")
    assert.deepStrictEqual(
      [commit, aliases, incompatible_reason],
      ["abc1234", ["old-clock"], "it needs LEDMatrix 3.8.0 or later"]
    )
    assert.isNull(storeListing(entry, none, "3.8.0").incompatible_reason)
  })

  it("takes nothing of a wrong type", () => {
    const entry = { id: "clock", author: 5, tags: "time", stars: "many", verified: "yes", description: null }
    const { author, description, stars, tags, verified } = storeListing(entry, none, undefined)
    assert.deepStrictEqual([author, tags, stars, verified, description], ["", [], 0, false, ""])
  })

  it.each([
    [12, true],
    [0, false],
    [Number.POSITIVE_INFINITY, 1]
  ])("takes %s stars, and verified %s", (stars, verified) => {
    const entry = { id: "clock", stars, verified }
    const listed = storeListing(entry, none, undefined)
    assert.deepStrictEqual(
      [listed.stars, listed.verified],
      [Number.isFinite(stars) ? stars : 0, verified === true]
    )
  })

  it("does not tell what may be a secret in an address", () => {
    const entry = { id: "clock", repo: "https://ann:hunter2@example.org/clock" }
    assert.strictEqual(storeListing(entry, none, undefined).repo, "https://example.org/clock")
  })

  it("knows under which of its three names it is installed", () => {
    const entry = { id: "weather", plugin_path: "plugins/wx" }
    const under = (...ids: ReadonlyArray<string>) => storeListing(entry, new Set(ids), undefined).installed_id
    assert.deepStrictEqual(
      [under("weather"), under("wx"), under("ledmatrix-weather"), under("other")],
      ["weather", "wx", "ledmatrix-weather", null]
    )
    assert.isNull(storeListing(entry, undefined, undefined).installed_id)
  })
})

describe("the details of an offer", () => {
  it("are empty where the entry leaves fields out", () => {
    assert.deepStrictEqual(offerDetails({ id: "clock" }), {
      author: "",
      category: "",
      description: "",
      verified: false,
      version: "",
      lastUpdated: "",
      lastCommit: "",
      lastCommitMessage: "",
      branch: ""
    })
  })

  it("are what the entry says, under either name", () => {
    const entry = {
      id: "clock",
      author: "Ann",
      category: "time",
      description: "tells it",
      verified: true,
      version: "1.0.0",
      last_updated_iso: "2026-01-01",
      last_commit_sha: "abc",
      last_commit_message: "Tell more",
      default_branch: "main"
    }
    assert.deepStrictEqual(offerDetails(entry), {
      author: "Ann",
      category: "time",
      description: "tells it",
      verified: true,
      version: "1.0.0",
      lastUpdated: "2026-01-01",
      lastCommit: "abc",
      lastCommitMessage: "Tell more",
      branch: "main"
    })
  })
})

describe("a search", () => {
  const listing = storeListing(
    { id: "clock", description: "Tells the Time", category: "Time", tags: ["small", "LED"] } as {
      id: string
    },
    none,
    undefined
  )
  const finds = (search: { query?: string; category?: string; tags?: ReadonlyArray<string> }): boolean =>
    isWanted(listing, { query: undefined, category: undefined, tags: [], ...search })

  it("looks into id, name, description, author and tags, in upper or lower case", () => {
    assert.deepStrictEqual(
      ["CLO", "time", "led", "", "weather"].map((query) => finds({ query })),
      [true, true, true, true, false]
    )
  })

  it("is narrowed by the category, and by any of the tags", () => {
    assert.isTrue(finds({ category: "time" }) && finds({ category: "" }) && finds({ tags: ["other", "led"] }))
    assert.isFalse(finds({ category: "sports" }) || finds({ tags: ["other"] }))
  })
})

describe("what a manifest tells people", () => {
  it("is nothing where it is no object", () => {
    for (const manifest of [null, [], "text", 5]) assert.deepStrictEqual(manifestDetails(manifest), noDetails)
  })

  it("is its own, and not what every object has", () => {
    const manifest: unknown = JSON.parse(`{"__proto__": {"author": "Eve"}, "tags": [1, "", "a"]}`)
    assert.deepStrictEqual(manifestDetails(manifest), { ...noDetails, tags: ["a"] })
  })
})
