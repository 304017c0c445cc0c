/** Inputs that once broke a promise, made small; each with what went wrong in words. */

export interface Regression {
  readonly name: string
  readonly target: string
  readonly pieces: { readonly [piece: string]: string | Uint8Array }
}

const COMMIT = "abcdef0123456789abcdef0123456789abcdef01"
const JOURNAL = "data/reconciler/journal/20260601T110000-0001"

const moved = (kept: string): string =>
  JSON.stringify({
    run_id: "20260601T110000-0001",
    command: "update",
    started_at: "",
    status: "done",
    changes: [
      { plugin_id: "clock", reason: "update", file: "plugin-repos/clock", directory: { present: true, kept } }
    ]
  })

const registryOf = (entry: { readonly [field: string]: unknown }): string =>
  JSON.stringify({ plugins: [entry] })

export const regressions: ReadonlyArray<Regression> = [
  {
    name: "brackets closed by the wrong kind overflow the stack",
    target: "json",
    pieces: { text: "[1},".repeat(100_000) }
  },
  {
    name: "each of millions of faults is kept, to tell of the first",
    target: "json",
    pieces: { text: `[${"1 ".repeat(4_000_000)}]` }
  },
  {
    name: "a config of wrong brackets stops every command",
    target: "config",
    pieces: { "config/config.json": "[1},".repeat(20_000) }
  },
  {
    name: "a path of thousands of keys makes a text of gigabytes",
    target: "edit",
    pieces: { text: "{}", edits: `[{"path": [${Array<string>(20_000).fill('"a"').join(",")}], "value": 1}]` }
  },
  {
    name: "an edit nests deeper than anybody reads",
    target: "edit",
    pieces: { text: '{"a": 1}', edits: `[{"path": ["b"], "value": ${"[".repeat(512)}${"]".repeat(512)}}]` }
  },
  {
    name: "white space is copied for each new member",
    target: "edit",
    pieces: {
      text: `{"a": 1,${"\n".repeat(200_000)}"b": 2}`,
      edits: JSON.stringify(Array.from({ length: 400 }, (_, at) => ({ path: [`c${at}`], value: at })))
    }
  },
  {
    name: "a key of quotes is looked at anew from each of them",
    target: "edit",
    pieces: { text: `{"${'\\"'.repeat(50_000)}"\n: 1, "s": {}}`, edits: '[{"path": ["s", "a"], "value": 1}]' }
  },
  {
    name: "a pre-release of digits takes the square of its length",
    target: "text",
    pieces: { version: `1.0a${"1".repeat(100_000)}!`, other: "1.0" }
  },
  {
    name: "a range of digits takes the square of its length",
    target: "text",
    pieces: { range: "1".repeat(100_000), version: "1.0.0" }
  },
  {
    name: "escaped quotes without an end take the square of their number",
    target: "python",
    pieces: { source: `"${'\\"'.repeat(50_000)}` }
  },
  {
    name: "spaces behind a class take the square of their number",
    target: "python",
    pieces: { source: `class A${" ".repeat(100_000)}!` }
  },
  {
    name: "lists of bases without an end take the square of their number",
    target: "python",
    pieces: { source: `${"class A(\n".repeat(20_000)})` }
  },
  {
    name: "a class is found behind a text on the same line",
    target: "python",
    pieces: { source: "''class Helper:" }
  },
  {
    name: "slashes at an address take the square of their number",
    target: "registry",
    pieces: { body: registryOf({ id: "a", repo: `${"/".repeat(100_000)}x` }) }
  },
  {
    name: "a path leads out of its repository",
    target: "registry",
    pieces: { body: registryOf({ id: "a", repo: "x", plugin_path: "plugins/../../clock" }) }
  },
  {
    name: "a commit's time has no four digits for the year",
    target: "git-files",
    pieces: {
      "plugin-repos/clock/manifest.json": "{}",
      "plugin-repos/clock/.git/HEAD": COMMIT,
      [`plugin-repos/clock/.git/objects/ab/${COMMIT.slice(2)}`]: Buffer.from(
        "eJxLzs/NzSxRMDQxZigpSk1VSExKTklNMzA0MjYxNTO3sMTF50osLcnIL1JwVLBJdEitSMwtyEnVyy9Kt1MwNDc3N",
        "base64"
      )
    }
  },
  {
    name: "an address of question marks takes the square of their number",
    target: "git-files",
    pieces: {
      "plugin-repos/clock/manifest.json": "{}",
      "plugin-repos/clock/.git/HEAD": "ref: refs/heads/main",
      "plugin-repos/clock/.git/config": `[remote "origin"]\n\turl = x${"?".repeat(100_000)}\u2028x`
    }
  },
  {
    name: "what a server has git repeat takes the square of its length",
    target: "git-output",
    pieces: { address: "https://example.org/x", stderr: `fatal: ${"repository ".repeat(5900)}`, exit: "128" }
  },
  {
    name: "the journal moves what lies outside",
    target: "ledger",
    pieces: {
      "config/config.json": "{}",
      "plugin-repos/clock/manifest.json": "{}",
      [`${JOURNAL}.json`]: moved("/outside/thing")
    }
  },
  {
    name: "the journal moves what lies outside, by a path that leads out",
    target: "ledger",
    pieces: {
      "config/config.json": "{}",
      "plugin-repos/clock/manifest.json": "{}",
      [`${JOURNAL}.json`]: moved("../outside/thing")
    }
  },
  {
    name: "a cluster of short options takes the square of its length",
    target: "command-line",
    pieces: { argv: `check\u0000-a${"#".repeat(98_304)}` }
  },
  {
    name: "a mistyped option breaks the line that tells of it",
    target: "command-line",
    pieces: { argv: "--root\n" }
  },
  {
    name: "the quick way takes a word that the whole one refuses",
    target: "command-line",
    pieces: { argv: `enable\u0000${".".repeat(8193)}` }
  },
  {
    name: "a damaged record that holds a number too large to be one is not found again when it is to be rebuilt",
    target: "state",
    pieces: {
      "data/plugin_state.json":
        '{"version": 1, "states": {"clock": {"plugin_id": "clock", "status": "enabled", "enabled": true, "more": 1e999}}}'
    }
  },
  {
    name: "a head that is too long is taken for an answer of ours without its headers",
    target: "requests",
    pieces: { "request 0": `POST /${"-a".repeat(8164)}` }
  }
]
