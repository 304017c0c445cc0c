/** A registry entry where one version of its plugin is wanted: what is fetched, and from where. */
import { assert, describe, it } from "@effect/vitest"
import type { RegistryEntry } from "../../../src/domain/store/Registry.ts"
import { atVersion, isSameVersion, LATEST, onlyVersion } from "../../../src/domain/store/atVersion.ts"

const entry: RegistryEntry = { id: "clock", repo: "https://git.example/clock", latest_version: "2.0.0" }
const older = { version: "1.0.0", download_url: "https://git.example/clock-1.zip" }

describe("the one version that is asked for", () => {
  it.each<[string, string | undefined, object]>([
    ["is none where none is named", undefined, {}],
    ["is none where the latest is wanted", LATEST, {}],
    ["is the one that is named", "1.0.0", { version: "1.0.0" }]
  ])("%s", (_title, version, only) => {
    assert.deepStrictEqual(onlyVersion(version), only)
  })
})

describe("two spellings", () => {
  it.each<[string, string | null | undefined, string | null | undefined, boolean]>([
    ["are one version where only a v and spaces differ", "v1.2.0", " 1.2.0 ", true],
    ["are two where a digit differs", "1.2.0", "1.2.1", false],
    ["that say nothing are no version", undefined, undefined, false],
    ["of which one is empty and one is missing are no version", "", null, false],
    ["of which only the first says something are two", "1.2.0", undefined, false],
    ["of which only the second says something are two", null, "1.2.0", false]
  ])("%s", (_title, one, other, same) => {
    assert.strictEqual(isSameVersion(one, other), same)
  })
})

describe("an entry is fetched as it is", () => {
  it.each<[string, string | undefined]>([
    ["where no version is wanted", undefined],
    ["where the latest is wanted", LATEST],
    ["where the store's own is wanted, spelled otherwise", "v2.0.0"]
  ])("%s", (_title, version) => {
    assert.strictEqual(atVersion(entry, version), entry)
  })
})

describe("an older version", () => {
  it("is fetched from its own address alone, and not from the repository", () => {
    const versions = [{ version: "2.0.0", download_url: "https://git.example/clock-2.zip" }, older]
    assert.deepStrictEqual(atVersion({ ...entry, versions }, "v1.0.0"), {
      ...entry,
      latest_version: "1.0.0",
      versions: [older],
      repo: null
    })
  })

  it("is fetched from its own address before one that is made of the version", () => {
    const both = { ...entry, versions: [older], download_url_template: "https://git.example/{version}.zip" }
    assert.deepStrictEqual(atVersion(both, "1.0.0")?.versions, [older])
  })

  it("is fetched by the address that is made of the version, where it has none of its own", () => {
    const made = { ...entry, versions: null, download_url_template: "https://git.example/{version}.zip" }
    assert.deepStrictEqual(atVersion(made, "v1.0.0"), {
      ...made,
      latest_version: "1.0.0",
      versions: [],
      repo: null
    })
  })

  it("keeps a spelling that holds nothing to compare", () => {
    const made = { ...entry, download_url_template: "https://git.example/{version}.zip" }
    assert.strictEqual(atVersion(made, "v")?.latest_version, "v")
  })

  it("is found behind entries that say nothing of use", () => {
    const useless = ["1.0.0", null, {}, { ...older, version: 1 }, { version: "1.0.0" }]
    assert.deepStrictEqual(atVersion({ ...entry, versions: [...useless, older] }, "1.0.0")?.versions, [older])
  })

  it.each<[string, Partial<RegistryEntry>]>([
    ["where the store lists none", {}],
    ["where the list of versions is null", { versions: null }],
    ["where only others are listed", { versions: [{ ...older, version: "0.9.0" }] }],
    ["where its address is missing", { versions: [{ version: "1.0.0" }] }],
    ["where its address is no text", { versions: [{ ...older, download_url: 1 }] }],
    ["where its address is blank", { versions: [{ ...older, download_url: " " }] }],
    ["where its version is no text", { versions: [{ ...older, version: 1 }] }],
    ["where the address to make has no place for the version", { download_url_template: "https://x/zip" }],
    ["where the address to make is null", { download_url_template: null }]
  ])("is not offered %s", (_title, more) => {
    assert.isUndefined(atVersion({ ...entry, ...more }, "1.0.0"))
  })
})
