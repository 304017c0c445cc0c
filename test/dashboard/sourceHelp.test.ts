// Goal: for each file that cannot be read, a person sees the next step, and no click is offered that would be refused.
import { assert, describe, it } from "@effect/vitest"
import type { ReportedSourceError } from "../../src/domain/findings/Report.ts"
import { byFile, whyUnknown } from "../../src/dashboard/model/sources/unreadable.ts"
import { shellWord } from "../../src/dashboard/model/words/shellWord.ts"
import { sourceHelp } from "../../src/dashboard/model/sources/sourceHelp.ts"

const broken = (fields: Partial<ReportedSourceError> = {}): ReportedSourceError => ({
  source: "config",
  path: "config/config.json",
  code: "not_json",
  error: "not valid JSON: line 3",
  ...fields
})

const clicks = (error: ReportedSourceError) => sourceHelp(error).flatMap(({ click = [] }) => click)

describe("what helps", () => {
  it("is the backup, as a command that can be pasted", () => {
    const [help] = sourceHelp(broken({ code: "missing", backup: "config/backups/it's old.json" }))
    assert.strictEqual(help?.command, String.raw`cp 'config/backups/it'\''s old.json' config/config.json`)
  })

  it("is of a config that holds no JSON a look at its backup, which puts it back", () => {
    const [help] = sourceHelp(broken({ backup: "config/config.json.backup" }))
    assert.strictEqual(help?.command, "ledmatrix-reconciler resolve config/config.json")
    assert.strictEqual(help?.click, "restore")
  })

  it("is a click only for a mark, and for a saved state that can be made anew", () => {
    assert.deepStrictEqual(clicks(broken()), [])
    assert.deepStrictEqual(clicks(broken({ code: "byte_order_mark" })), ["mark"])
    assert.deepStrictEqual(clicks(broken({ source: "state" })), ["rebuild"])
    assert.deepStrictEqual(clicks(broken({ source: "state", code: "unreadable", owner: "root" })), [])
  })

  it("is an editor for a config without a good backup, and for a saved state what makes it anew", () => {
    assert.strictEqual(sourceHelp(broken())[0]?.command, "nano config/config.json")
    assert.deepStrictEqual(
      sourceHelp(broken({ source: "state", path: "data/plugin_state.json" })).map(({ click }) => click),
      ["rebuild"]
    )
  })

  it("names the user whose the file is", () => {
    assert.include(sourceHelp(broken({ code: "unreadable", owner: "ledpi" }))[0]?.words, "ledpi")
  })

  it("does not offer to believe at a click that all plugins are gone", () => {
    const [help, ...others] = sourceHelp(broken({ source: "disk", code: "plugins_vanished" }))
    assert.include(help?.words, "Mount the disk again")
    assert.deepStrictEqual([help?.click, others.length], [undefined, 0])
  })
})

describe("what is not known", () => {
  const place = broken({ source: "disk", code: "place_unknown", error: "the place is not known" })

  it("has its cause in the file that stands behind it", () => {
    assert.strictEqual(whyUnknown([broken(), place], "disk")?.error, "not valid JSON: line 3")
    assert.isUndefined(whyUnknown([broken()], "disk"))
  })

  it("is shown once for each file", () => {
    const state = broken({ source: "state", path: "data/plugin_state.json" })
    assert.deepStrictEqual(
      byFile([broken(), place, state]).map(({ errors, path }) => [path, errors.length]),
      [
        ["config/config.json", 2],
        ["data/plugin_state.json", 1]
      ]
    )
  })
})

describe("a word for the shell", () => {
  it("is quoted where it has to be", () => {
    assert.deepStrictEqual(["a/b.json", "a b", "$(x)"].map(shellWord), ["a/b.json", "'a b'", "'$(x)'"])
  })
})
