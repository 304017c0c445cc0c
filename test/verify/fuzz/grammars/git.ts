/** Git's own files, and what the `git` program says. */
import { deflateSync } from "node:zlib"
import { bytesOf } from "../harness/inputs/Pieces.ts"
import type { Random } from "../harness/inputs/Random.ts"
import { anyOf, constant, type Make, mostly, strange } from "./json.ts"
import { address } from "./words.ts"

export const COMMIT = "abcdef0123456789abcdef0123456789abcdef01"

const REFS = [
  "refs/heads/main",
  "refs/heads/feature/x",
  "refs/heads/../../../outside/thing",
  "refs/heads/a b",
  "refs/tags/v1",
  "refs/heads/main.lock",
  "HEAD",
  "refs/heads/",
  "refs/heads/é",
  "refs/heads/\u001b[2J"
] as const

const ref: Make = anyOf(
  (random) => random.pick(REFS),
  (random) => `refs/heads/${strange(random)}`
)

const object: Make = anyOf(
  constant(COMMIT),
  constant(COMMIT + COMMIT.slice(0, 24)),
  constant(COMMIT.toUpperCase()),
  strange
)

export const head: Make = anyOf(
  constant("ref: refs/heads/main\n"),
  (random) => `ref: ${ref(random)}\n`,
  (random) => `${object(random)}\n`,
  (random) => `ref:${strange(random)}`,
  strange
)

export const looseRef: Make = anyOf(constant(`${COMMIT}\n`), (random) => `${object(random)}\n`)

export const packedRefs: Make = (random) =>
  [
    "# pack-refs with: peeled fully-peeled sorted",
    ...random.many(random.size(6), () => `${object(random)} ${ref(random)}`),
    `${COMMIT} refs/heads/main`,
    `^${COMMIT}`
  ].join(random.oneIn(6) ? "\r\n" : "\n") + (random.oneIn(4) ? "" : "\n")

const CONFIG_LINES = [
  "[core]",
  "\tbare = false",
  '[remote "origin"]',
  '[remote "other"]',
  '[Remote "ORIGIN"] url = x',
  "[remote",
  '[branch "main"]',
  "; note",
  "# note",
  "\tfetch = +refs/heads/*:refs/remotes/origin/*",
  "\turl",
  "\turl =",
  '\turl = "a',
  "\turl = a \\",
  "[include]",
  "\tpath = /etc/passwd"
] as const

export const gitConfig: Make = (random) =>
  random
    .many(1 + random.size(14), () =>
      random.oneIn(2) ? random.pick(CONFIG_LINES) : `\turl = ${anyOf(address, strange)(random)}`
    )
    .join(random.oneIn(5) ? "\r\n" : "\n")

/** Where a `.git` file of a worktree points. */
export const gitFile: Make = anyOf(
  constant("gitdir: ../../.git/worktrees/clock\n"),
  constant("gitdir: /outside/thing\n"),
  constant("gitdir: .git\n"),
  (random) => `gitdir: ${strange(random)}`,
  strange
)

const commitText: Make = (random) =>
  mostly(
    (inner) =>
      [
        `tree ${COMMIT}`,
        `author A <a@example.org> 1775639582 +0200`,
        `committer ${inner.oneIn(3) ? strange(inner) : "A <a@example.org>"} ${inner.pick(["1775639582", "999999999999", "-1", "0", strange(inner)])} ${inner.pick(["+0200", "-0000", "+9999", "+1400", "z"])}`,
        "",
        "message"
      ].join("\n"),
    strange
  )(random)

/** A compressed object, or what says to be one. */
export const looseObject = (random: Random): Uint8Array => {
  const text = commitText(random)
  const plain = random.oneIn(8)
    ? Buffer.alloc(random.size(8_000_000))
    : bytesOf(`commit ${text.length}\0${text}`)
  return random.oneIn(8) ? bytesOf(text) : deflateSync(plain)
}

/** A pack with one commit in it, and its index; both may say what is not so. */
export const pack = (random: Random): { readonly index: Uint8Array; readonly pack: Uint8Array } => {
  const body = deflateSync(bytesOf(commitText(random)))
  const bytes = Buffer.concat([
    Buffer.from("PACK\0\0\0\u0002\0\0\0\u0001", "latin1"),
    Buffer.of(random.oneIn(6) ? random.int(256) : 0x9f, random.oneIn(6) ? 0xff : 0x0f),
    body
  ])
  const count = random.oneIn(4) ? random.pick([0, 2, 1000, 0x7fffffff, 0xffffffff] as const) : 1
  const index = Buffer.alloc(8 + 1024 + 20 + 4 + 4 + 40)
  index.writeUInt32BE(0xff744f63, 0)
  index.writeUInt32BE(random.oneIn(10) ? random.int(4) : 2, 4)
  for (let byte = 0; byte < 256; byte++) index.writeUInt32BE(byte < 0xab ? 0 : count, 8 + byte * 4)
  index.write(COMMIT, 8 + 1024, "hex")
  index.writeUInt32BE(random.oneIn(4) ? random.int(0xffffffff) : 12, 8 + 1024 + 20 + 4)
  return { index, pack: bytes }
}

const STATUS = [
  " M manifest.json",
  "M  manifest.json",
  "?? notes.txt",
  "!! __pycache__/",
  "R  a",
  " D old.py",
  "??",
  "",
  "? x",
  "\u0000",
  "?? a\nb",
  "?? ../x",
  "UU x"
] as const

export const status: Make = (random) =>
  random
    .many(random.size(6), () => (random.oneIn(4) ? `?? ${strange(random)}` : random.pick(STATUS)))
    .join("\0")

export const lsFiles: Make = (random) =>
  random
    .many(
      random.size(6),
      () =>
        `${random.pick(["H", "h", "S", "s", "?", ""])} ${random.oneIn(3) ? strange(random) : "manager.py"}`
    )
    .join("\0")

const MODES = ["100644", "100755", "120000", "160000", "040000", "000000", "1"] as const

export const lsTree: Make = (random) =>
  random
    .many(
      random.size(8),
      () =>
        `${random.pick(MODES)} blob ${COMMIT} ${random.pick(["      12", " 999999999999", "-", "", "1e9"])}\t${random.oneIn(2) ? strange(random) : random.pick(["manifest.json", "../x", "/x", ".git/config", "a/../b", "é", "a\nb"])}`
    )
    .join("\0")

const TROUBLE = [
  "fatal: Remote branch x not found in upstream origin",
  "fatal: repository 'x' not found",
  "fatal: could not read Username for 'x'",
  "fatal: unable to access 'x': The requested URL returned error: 503",
  "fatal: fsck error in packed object",
  "fatal: protocol error",
  "error: RPC failed",
  "remote: \u001b[31mred",
  "warning: could not open directory 'secret/': Permission denied",
  "fatal: Not a valid object name HEAD",
  "error: invalid path '../x'",
  "fatal: "
] as const

export const stderr: Make = (random) =>
  random
    .many(random.size(5), () =>
      random.oneIn(3)
        ? `fatal: ${strange(random)}${random.pick([" not found", "x", ""])}`
        : random.oneIn(6)
          ? `fatal: ${"repository ".repeat(random.size(5000))}`
          : random.pick(TROUBLE)
    )
    .join("\n")

export const exitCode: Make = anyOf(
  constant("0"),
  constant("0"),
  constant("128"),
  constant("1"),
  constant("-1"),
  constant("137")
)
