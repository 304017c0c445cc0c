// Understanding plain lines by other means is worth nothing if it ever understands a command line differently from the module that it
// stands in for: where it answers, both answers are compared.
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Effect, Option, Schema } from "effect"
import { commandLine } from "../../../src/cli/arguments/commandLine.ts"
import { commands } from "../../../src/cli/arguments/commandTable.ts"
import { plainLine } from "../../../src/cli/arguments/plainLine.ts"
import type { Invocation } from "../../../src/cli/arguments/Invocation.ts"
import { sharedOptions } from "../../../src/cli/arguments/optionTable.ts"

/** What the command-line module makes of the words; `None` where there is nothing to carry out. */
const understood = (argv: ReadonlyArray<string>) =>
  commandLine(argv, { version: "0", print: () => Effect.void, colors: false, columns: Infinity }).pipe(
    Effect.orElseSucceed(() => Option.none<Invocation>())
  )

const options = [...sharedOptions, ...commands.flatMap((command) => command.options)]

const flags = options.map(({ name }) => `--${name}`)

const values = [
  "x",
  "state",
  "latest",
  "debug",
  "true",
  "no",
  "0",
  "-3",
  "",
  "-",
  "a=b",
  "clock",
  "c".repeat(8192),
  "c".repeat(8193),
  "check",
  "/srv/a b"
]

const words = [
  ...commands.map(({ name }) => name),
  ...flags,
  ...flags.map((flag) => `${flag}=x`),
  ...options.flatMap(({ choices, name }) => choices.map((choice) => `--${name}=${choice}`)),
  ...options.filter(({ kind }) => kind === "switch").map(({ name }) => `--no-${name}`),
  ...values,
  "--",
  "--json=false",
  "--root=",
  "-h",
  "--help",
  "--version",
  "--completions",
  "--nope"
]

/** Lines made of what such lines are made of: most are wrong somewhere, which is as it should be. */
const anyLine = Arbitrary.array(Arbitrary.schema(Schema.Literals(words)), { maxLength: 6 })

const some = <const Word extends string>(choices: ReadonlyArray<Word>, maximum: number) =>
  Schema.Array(Schema.Literals(choices)).check(Schema.isMaxLength(maximum))

/** Lines as people write them: short enough that many of them are right. */
const rightLine = Arbitrary.schema(
  Schema.Struct({
    before: some(["--json", "--root=/srv/sign", "--authority=state", "--offline"], 2),
    command: Schema.Literals(commands.map(({ name }) => name)),
    after: some(
      [
        "--force",
        "--dry-run",
        "--keep",
        "clock",
        "true",
        "--offline",
        "--registry",
        "--system-key=a",
        "--lock-timeout=5s"
      ],
      3
    )
  })
)

describe("a plain line", () => {
  it.effect.prop(
    "understands any line as the command-line module does, or leaves it to that",
    [anyLine],
    ([argv]) =>
      Effect.gen(function* () {
        const plain = plainLine(argv)
        if (plain !== undefined) assert.deepStrictEqual(yield* understood(argv), Option.some(plain))
      }),
    { arbitrary: { runs: 1500 } }
  )

  it.effect.prop(
    "understands lines that are right as the command-line module does",
    [rightLine],
    ([{ after, before, command }]) =>
      Effect.gen(function* () {
        const argv = [...before, command, ...after]
        const plain = plainLine(argv)
        if (plain !== undefined) assert.deepStrictEqual(yield* understood(argv), Option.some(plain))
      }),
    { arbitrary: { runs: 2000 } }
  )

  for (const argv of [
    ["check"],
    ["check", "--json", "--root", "/srv/sign"],
    ["--root=/srv/sign", "--json", "check"],
    ["reconcile", "--force", "--replace-broken", "--authority", "config"],
    ["reconcile", "--dry-run", "--system-key", "a", "--system-key=b", "--lock-timeout", "5 s"],
    ["explain", "clock", "--offline"],
    ["--registry", "check", "installed"],
    ["demo", "--keep"]
  ]) {
    it.effect(`takes ${argv.join(" ")}`, () =>
      Effect.gen(function* () {
        const plain = plainLine(argv)
        assert.isDefined(plain)
        assert.deepStrictEqual(yield* understood(argv), Option.fromUndefinedOr(plain))
      })
    )
  }

  for (const argv of [
    [],
    ["chek"],
    ["check", "clock"],
    ["explain"],
    ["explain", "a", "b"],
    ["check", "--force"],
    ["check", "--root"],
    ["check", "--root", "--json"],
    ["check", "--root="],
    ["check", "--authority", "lates"],
    ["check", "--json", "true"],
    ["check", "--json=true"],
    ["check", "--json", "--json"],
    ["check", "--help"],
    ["check", "--", "--json"],
    ["check", "-h"],
    ["--version"]
  ]) {
    it(`leaves ${JSON.stringify(argv.join(" "))} to the command-line module`, () => {
      assert.isUndefined(plainLine(argv))
    })
  }
})
