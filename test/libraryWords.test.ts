// A library is called by more than one shell: which command or option does what, each shell says in its own words.
import { assert, it } from "@effect/vitest"
import { globSync, readFileSync } from "node:fs"
import { join } from "node:path/posix"
import { fileURLToPath } from "node:url"
import { commands } from "../src/cli/arguments/commandTable.ts"
import { ownOptions, sharedOptions } from "../src/cli/arguments/optionTable.ts"

const source = fileURLToPath(new URL("../src", import.meta.url))

/** `undo` is the operation's name in the library, too: a log line may say how a run is undone. */
const COMMANDS = commands.map(({ name }) => name).filter((name) => name !== "undo")
const OPTIONS = [...sharedOptions, ...Object.values(ownOptions)].map(({ name }) => name)

/** As it stands in a text or in a template: between backticks, with or without what follows it. */
const COMMAND = new RegExp(`\\\\?\`(?:${COMMANDS.join("|")})(?: [^\`]+)?\\\\?\``, "u")
const OPTION = new RegExp(`(?:^|[^\\w-])--(?:${OPTIONS.join("|")})(?![\\w-])`, "u")

/** What shells say, and the one error of which the contract wants that it names its option. */
const SHELLS = /^(?:cli|http|dashboard)\/|^controller\/operations\/stepWords\.ts$/u
const NAMED_BY_CONTRACT = "services/files/reading/withRemedy.ts"

const textsOf = (path: string): ReadonlyArray<string> =>
  readFileSync(join(source, path), "utf8")
    .split("\n")
    .filter((line) => !/^\s*(?:\/\*\*|\*|\/\/)/u.test(line))
    .flatMap((line) => line.match(/"[^"]*"|`.*`/gu) ?? [])

it("no text of the library names a command or an option of the command line", () => {
  const named = globSync("**/*.ts", { cwd: source })
    .filter((path) => !SHELLS.test(path) && path !== NAMED_BY_CONTRACT)
    .flatMap((path) =>
      textsOf(path)
        .filter((text) => text.includes(" ") && (COMMAND.test(text) || OPTION.test(text)))
        .map((text) => `${path}: ${text}`)
    )
  assert.deepStrictEqual(named, [])
})
