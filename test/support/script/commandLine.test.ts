import { assert, describe, it } from "@effect/vitest"
import { readCommandLine } from "./commandLine.ts"
import { flag, positiveNumber, someOf, text, texts, wholeNumber } from "./options.ts"

const script = {
  command: "npm run try",
  about: "Tries things.",
  options: {
    area: someOf("AREA", ["north", "south"], "of these only", "words"),
    runs: wholeNumber(1, 500)("runs", 100),
    cut: wholeNumber(0)("this one alone", undefined),
    minutes: positiveNumber("as long as this", undefined),
    target: someOf("NAME", ["json", "text"], "these only"),
    mutate: texts("GLOB", "these files"),
    only: text("TEXT")("those that have it", undefined),
    verbose: flag("each one told")
  }
}

const read = (...args: ReadonlyArray<string>) => readCommandLine(script, args)

const nothingGiven = {
  area: [],
  runs: 100,
  cut: undefined,
  minutes: undefined,
  target: [],
  mutate: [],
  only: undefined,
  verbose: false
}

const good: ReadonlyArray<readonly [ReadonlyArray<string>, object]> = [
  [[], {}],
  [["--runs", "1"], { runs: 1 }],
  [["--runs=500"], { runs: 500 }],
  [["--runs", "3", "--runs", "4"], { runs: 4 }],
  [["--cut", "0"], { cut: 0 }],
  [["--minutes", "0.5"], { minutes: 0.5 }],
  [["--target", "json", "--target", "text"], { target: ["json", "text"] }],
  [["--mutate", "src/**", "--mutate", "!src/a.ts"], { mutate: ["src/**", "!src/a.ts"] }],
  [["--only=-x"], { only: "-x" }],
  [["south", "--verbose", "north"], { area: ["south", "north"], verbose: true }],
  [["--", "south"], { area: ["south"] }]
]

const runs = "--runs takes a whole number from 1 to 500, not"
const minutes = "--minutes takes a number above 0, not"
const all = "--cut, --help, --minutes, --mutate, --only, --runs, --target, --verbose"

const bad: ReadonlyArray<readonly [ReadonlyArray<string>, string]> = [
  [["--runs", "x"], `${runs} "x"`],
  [["--runs", "0"], `${runs} "0"`],
  [["--runs", "501"], `${runs} "501"`],
  [["--runs", "1.5"], `${runs} "1.5"`],
  [["--runs", "-1"], `${runs} "-1"`],
  [["--runs", ""], `${runs} ""`],
  [["--runs", "1e2"], `${runs} "1e2"`],
  [["--cut", "9007199254740993"], `--cut takes a whole number from 0, not "9007199254740993"`],
  [["--minutes", "x"], `${minutes} "x"`],
  [["--minutes", "0"], `${minutes} "0"`],
  [["--minutes", ""], `${minutes} ""`],
  [["--minutes", "Infinity"], `${minutes} "Infinity"`],
  [["--target", "json", "--target", "nonsense"], `--target takes one of json, text, not "nonsense"`],
  [["east"], `AREA takes one of north, south, not "east"`],
  [["--only", ""], `--only takes a text, not ""`],
  [["--only", "--verbose"], "--only lacks its value"],
  [["--runs"], "--runs lacks its value"],
  [["--verbose=no"], "--verbose takes no value"],
  [["--rnus", "3"], `there is no --rnus, only ${all}`],
  [["--constructor"], `there is no --constructor, only ${all}`],
  [["-r", "3"], `there is no -r, only ${all}`],
  [["--a\nb"], `there is no --a b, only ${all}`],
  [["--runs", "x", "--cut", "y"], `${runs} "x"`]
]

describe("the command line of a script", () => {
  it.each(good)("%j gives its options", (args, options) => {
    assert.deepStrictEqual(read(...args), { kind: "options", options: { ...nothingGiven, ...options } })
  })

  it.each(bad)("%j is refused in one line that says what is possible", (args, why) => {
    assert.deepStrictEqual(read(...args), { kind: "wrong", text: `npm run try: ${why}` })
  })

  it("has no words where none are asked for", () => {
    const answer = readCommandLine({ ...script, options: { verbose: flag("each one told") } }, ["x"])
    assert.deepStrictEqual(answer, { kind: "wrong", text: `npm run try: takes options only, not "x"` })
  })

  it.each([["--help"], ["-h"], ["--runs", "x", "--help"]])("%s %s %s asks for the usage", (...args) => {
    assert.strictEqual(read(...args).kind, "usage")
  })

  it("has a usage with one line for each option", () => {
    assert.deepStrictEqual(read("--help"), {
      kind: "usage",
      text: [
        "npm run try -- [AREA]… [--runs N] [--cut N] [--minutes N] [--target NAME]… [--mutate GLOB]… [--only TEXT] [--verbose]",
        "",
        "Tries things.",
        "",
        "  AREA           of these only: north, south",
        "  --runs N       runs (100 unless given)",
        "  --cut N        this one alone",
        "  --minutes N    as long as this",
        "  --target NAME  these only: json, text",
        "  --mutate GLOB  these files",
        "  --only TEXT    those that have it",
        "  --verbose      each one told",
        "  --help         this text"
      ].join("\n")
    })
  })
})
