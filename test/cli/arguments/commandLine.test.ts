// Mistakes on the command line are told in one line that says what was most likely meant.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Option, Ref } from "effect"
import { commandLine } from "../../../src/cli/arguments/commandLine.ts"
import { commands } from "../../../src/cli/arguments/commandTable.ts"
import { sharedOptions } from "../../../src/cli/arguments/optionTable.ts"

const run = Effect.fnUntraced(function* (argv: ReadonlyArray<string>) {
  const printed = yield* Ref.make("")
  const invocation = yield* commandLine(argv, {
    version: "1.2.3",
    print: (text) => Ref.update(printed, (before) => before + text),
    colors: false,
    columns: Infinity
  })
  return { printed: yield* Ref.get(printed), invocation }
})

const mistakes: ReadonlyArray<readonly [line: string, message: string]> = [
  ["chek", `unknown command "chek"; did you mean check?`],
  ["reconsile", `unknown command "reconsile"; did you mean reconcile?`],
  [
    "zzzzzzzzzzzz",
    'unknown command "zzzzzzzzzzzz"; it is one of check, reconcile, explain, installed, store, doctor, install, update, uninstall, enable, disable, resolve, history, undo, controller, service-unit, export, apply, desired, fleet or demo'
  ],
  ["check --jsn", "unknown option --jsn; did you mean --json?"],
  ["--rot /srv check", "unknown option --rot; did you mean --root?"],
  ["reconcile --dryrun", "unknown option --dryrun; did you mean --dry-run?"],
  ["check --hlep", "unknown option --hlep; did you mean --help?"],
  ["check --qqqqqqqqqqqq", "unknown option --qqqqqqqqqqqq; see ledmatrix-reconciler check --help"],
  ["desired pause --for -2h", "unknown option -2h; see ledmatrix-reconciler desired --help"],
  ["check --force", "option --force belongs to reconcile, not check"],
  ["--force reconcile", "option --force stands after the command: reconcile"],
  ["check --root", "option --root needs a value: DIR"],
  ["check --authority", "option --authority needs a value: latest, state or config"],
  ["check --authority stat", `--authority: "stat" is not valid: did you mean state?`],
  ["check --json=maybe", `option --json takes no value, or true or false, not "maybe"`],
  ["check --root a --root b", "option --root may be given only once"],
  [
    "check clock",
    `check does not take "clock"; of one plugin tells explain clock; for the LEDMatrix in that directory: check --root clock`
  ],
  [
    "check LEDMatrix",
    `check does not take "LEDMatrix"; for the LEDMatrix in that directory: check --root LEDMatrix`
  ],
  [
    "~/LEDMatrix",
    `unknown command "~/LEDMatrix"; for the LEDMatrix in that directory: check --root ~/LEDMatrix`
  ],
  ["explain", "explain needs one more word, ID; see ledmatrix-reconciler explain --help"],
  ["check --jsn\n", "unknown option --jsn\\n; did you mean --json?"],
  ["check --root\u001b[2J", "unknown option --root\\x1b[2J; see ledmatrix-reconciler check --help"],
  [`check --${"a".repeat(10_000)}`, `"--${"a".repeat(38)}"… has 10002 characters; words have 8192 at most`],
  [`explain ${"a".repeat(8193)}`, `"${"a".repeat(40)}"… has 8193 characters; words have 8192 at most`],
  ["check --completions zs", `--completions: "zs" is not valid: did you mean zsh?`]
]

describe("the command line", () => {
  for (const [line, message] of mistakes) {
    it.effect(`answers ${JSON.stringify(line.slice(0, 80))}`, () =>
      Effect.gen(function* () {
        const failure = yield* Effect.flip(run(line.split(" ")))
        assert.deepStrictEqual([failure.code, failure.message], ["usage", message])
      })
    )
  }

  it.effect("prints the version as name and number", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* run(["--version"]), {
        printed: "ledmatrix-reconciler 1.2.3\n",
        invocation: Option.none()
      })
    })
  )

  for (const command of commands) {
    it.effect(`lists every option in the help of ${command.name}`, () =>
      Effect.gen(function* () {
        const { invocation, printed } = yield* run([command.name, "--help"])
        assert.deepStrictEqual(invocation, Option.none())
        for (const { name } of [...sharedOptions, ...command.options]) assert.include(printed, `--${name}`)
      })
    )
  }

  it.effect("shows the commands where none is named", () =>
    Effect.gen(function* () {
      const { printed } = yield* run([])
      for (const { name } of commands) assert.include(printed, name)
    })
  )
})
