/** A plugins directory that lost all of its plugins at one stroke is one that could not be read. */
import { assert, describe, it } from "@effect/vitest"
import { Option, Result } from "effect"
import { emptyLedger } from "../../../src/domain/sources/Ledger.ts"
import { unlessVanished } from "../../../src/reconcile/look/pluginsVanished.ts"
import { type Model, snapshotOf } from "../../support/snapshots.ts"

const reading = (model: Model, directory: string | undefined) => {
  const { disk } = snapshotOf(model)
  const ledger = { ...emptyLedger, seen: { directory, entries: new Set<string>() } }
  return { disk, seen: unlessVanished(disk, ledger) }
}

describe("a plugins directory", () => {
  it("could not be read where it is empty and several plugins were in it: a person has to look", () => {
    const { seen } = reading({}, "/root/plugin-repos")
    assert.deepInclude(Option.getOrThrow(Result.getFailure(seen)), {
      source: "disk",
      path: "plugin-repos",
      code: "plugins_vanished",
      error:
        "it is empty, and at least 3 plugins were in it when it was last looked at: is a disk not mounted? A forced run believes it",
      transient: false
    })
  })

  it.each<[string, Model, string | undefined]>([
    ["is empty where nothing was in it before", {}, undefined],
    ["is empty where another one was full", {}, "/elsewhere"],
    ["is what it is where something is left in it", { disk: { clock: {} } }, "/root/plugin-repos"],
    ["keeps its own error", { unreadable: ["disk"] }, "/root/plugin-repos"]
  ])("%s", (_title, model, directory) => {
    const { disk, seen } = reading(model, directory)
    assert.strictEqual(seen, disk)
  })
})
