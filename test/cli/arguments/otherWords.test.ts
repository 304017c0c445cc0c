// Words of other programs lead to the command that is meant.
import { assert, describe, it } from "@effect/vitest"
import { commands } from "../../../src/cli/arguments/commandTable.ts"
import { commandMeant, withoutHelpWord } from "../../../src/cli/arguments/otherWords.ts"

describe("words of other programs", () => {
  it.each([
    ["status", "check"],
    ["FIX", "reconcile"],
    ["repair", "reconcile"],
    ["list", "installed"],
    ["remove", "uninstall"],
    ["search", "store"]
  ])("%s means %s", (word, command) => {
    assert.strictEqual(commandMeant(word), command)
  })

  it.each(commands.map(({ name }) => name))("%s is a command and no other word for one", (name) => {
    assert.isUndefined(commandMeant(name))
  })

  it("version is --version", () => {
    assert.deepStrictEqual(withoutHelpWord(["version"]), ["--version"])
  })

  it("help is --help, alone and with a command", () => {
    assert.deepStrictEqual(withoutHelpWord(["help"]), ["--help"])
    assert.deepStrictEqual(withoutHelpWord(["help", "install"]), ["install", "--help"])
    assert.deepStrictEqual(withoutHelpWord(["explain", "help"]), ["explain", "help"])
  })
})
