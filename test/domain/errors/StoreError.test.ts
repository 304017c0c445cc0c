/** What an error of the store proves: of the plugin, or of the one version that was asked for. */
import { assert, describe, it } from "@effect/vitest"
import { BadArchive, BadPlugin, DownloadFailed, NoSource } from "../../../src/domain/errors/FetchReason.ts"
import { NameTaken } from "../../../src/domain/errors/PlaceReason.ts"
import { NotInRegistry, VersionNotOffered } from "../../../src/domain/errors/RegistryReason.ts"
import { StoreError, type StoreReason, toldByRegistry } from "../../../src/domain/errors/StoreError.ts"

const plugin = "clock"
const problem = "it is so"
const version = "2.0.0"

const absent = new NotInRegistry({ plugin })
const tooNew = new BadPlugin({ code: "incompatible", problem, beforeDownload: true })
const wrong = new BadPlugin({ code: "wrong_id", problem })
const unpublished = new NoSource({ plugin, code: "not_published", problem })
const archive = new BadArchive({ code: "symlink", problem })
const broken = new DownloadFailed({ address: "https://example.org/x", problem })
const taken = new NameTaken({ path: "plugin-repos/clock" })

describe("what the registry alone tells", () => {
  it.each<[string, StoreReason, boolean]>([
    ["that it does not list the plugin", absent, true],
    ["that the plugin is not for this LEDMatrix", tooNew, true],
    ["not what only the download shows", wrong, false],
    ["not what an archive breaks", archive, false],
    ["not that a download broke off", broken, false]
  ])("is %s", (_title, reason, told) => {
    assert.strictEqual(toldByRegistry(reason), told)
  })
})

describe("an error where one version was asked for", () => {
  it.each<[string, StoreReason, string | undefined, boolean]>([
    ["says of an archive that is refused: that version alone cannot be had", archive, version, false],
    ["says of another plugin in its place: that version alone", wrong, version, false],
    ["says of what is not published: that version alone", unpublished, version, false],
    ["says as much of all versions, where the registry does not list the plugin", absent, undefined, true],
    ["says as much of all versions, where the registry tells that none runs here", tooNew, undefined, true],
    ["says nothing of any, where the download broke off", broken, undefined, false],
    ["says nothing of any, where the place is taken", taken, undefined, false]
  ])("%s", (_title, reason, ruledOut, provesUnrecoverable) => {
    const error = new StoreError({ plugin, reason, version })
    assert.deepInclude(error, { ruledOut, provesUnrecoverable })
  })

  it("rules out a version in whose place another is delivered", () => {
    const reason = new VersionNotOffered({ plugin, version, delivered: "1.0.0" })
    assert.strictEqual(new StoreError({ plugin, reason }).ruledOut, version)
  })

  it("rules out no version that the registry just does not offer now", () => {
    const reason = new VersionNotOffered({ plugin, version })
    assert.isUndefined(new StoreError({ plugin, reason, version }).ruledOut)
  })
})

describe("an error where any version would do", () => {
  it.each([absent, tooNew, wrong, unpublished, archive])(
    "proves that the plugin cannot be had: %s",
    (reason) => {
      assert.deepInclude(new StoreError({ plugin, reason }), {
        ruledOut: undefined,
        provesUnrecoverable: true
      })
    }
  )
})
