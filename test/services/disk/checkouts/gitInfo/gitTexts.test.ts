/** What git's small files say, and what of it is believed: tables. */
import { assert, describe, it } from "@effect/vitest"
import {
  commitTime,
  headOf,
  objectId,
  packedRef,
  remoteOf,
  shownRemote
} from "../../../../../src/services/disk/checkouts/gitInfo/gitTexts.ts"

const COMMIT = "abcdef0123456789abcdef0123456789abcdef01"
const LONG = COMMIT + COMMIT.slice(0, 24)

describe("HEAD", () => {
  it.each([
    ["ref: refs/heads/main", "refs/heads/main main"],
    ["ref:refs/heads/main", "refs/heads/main main"],
    ["ref:   refs/heads/feature/x", "refs/heads/feature/x feature/x"],
    ["ref: refs/heads/é", "refs/heads/é é"],
    ["ref: refs/tags/v1", "refs/tags/v1 null"],
    [COMMIT, COMMIT],
    [LONG, LONG]
  ])("%j says where the checkout is", (line, expected) => {
    const head = headOf(line)
    const said = head?._tag === "Branch" ? `${head.ref} ${head.branch}` : head?.commit
    assert.strictEqual(said, expected)
  })

  it.each([
    undefined,
    "",
    "main",
    "ref: main",
    "ref: ",
    "ref: refs/",
    "ref: refs/heads/../../../etc/passwd",
    "ref: refs/heads/\u2028/../../../etc/passwd",
    "ref: refs/heads//main",
    "ref: refs/heads/a b",
    "ref: refs/heads/a~1",
    "ref: refs/heads/a^",
    "ref: refs/heads/a:b",
    "ref: refs/heads/a?",
    "ref: refs/heads/a*",
    "ref: refs/heads/a[",
    "ref: refs/heads/a\\b",
    "ref: refs/heads/a\u007f",
    "ref: refs/heads/@{-1}",
    "ref: refs/heads/main.lock",
    "ref: refs/heads/main.lock/x",
    "xref: refs/heads/main",
    COMMIT.toUpperCase(),
    COMMIT.slice(1),
    `${COMMIT}0`,
    `x${COMMIT}`,
    `${LONG}0`
  ])("%j says nothing", (line) => {
    assert.isUndefined(headOf(line))
  })
})

describe("an object's name", () => {
  it.each([
    [COMMIT, COMMIT],
    [LONG, LONG],
    [undefined, undefined],
    [`${COMMIT} `, undefined],
    ["HEAD", undefined]
  ])("in %j is %s", (line, expected) => {
    assert.strictEqual(objectId(line), expected)
  })
})

describe("packed-refs", () => {
  const other = COMMIT.replace("a", "b")
  const text = `# pack-refs with: peeled\n${other} refs/heads/dev\n${COMMIT} refs/heads/main\n^${other}\n`

  it.each([
    ["refs/heads/main", COMMIT],
    ["refs/heads/dev", other],
    ["refs/heads/mai", undefined],
    ["heads/main", undefined],
    ["refs/heads/none", undefined]
  ])("has %s as %s", (ref, expected) => {
    assert.strictEqual(packedRef(text, ref), expected)
  })

  it("has nothing where the line names no object", () => {
    assert.isUndefined(packedRef("x refs/heads/main\n", "refs/heads/main"))
    assert.isUndefined(packedRef("refs/heads/main\n", "refs/heads/main"))
    assert.isUndefined(packedRef(`${COMMIT} refs/heads/main`, "refs/heads/main"))
  })

  it("is read from its first line on", () => {
    assert.strictEqual(packedRef(`${COMMIT} refs/heads/main\n`, "refs/heads/main"), COMMIT)
  })
})

describe("a checkout's remote", () => {
  const url = "https://example.org/r.git"

  it.each([
    ["is origin's", `[remote "a"]\n\turl = x\n[remote "origin"]\n\turl = ${url}\n`, url],
    [
      "is the first one's where there is no origin",
      `[remote "b"]\n\turl = ${url}\n[remote "a"]\n\turl = x\n`,
      url
    ],
    ["is the first of its addresses", `[remote "origin"]\nurl = ${url}\nurl = x\n`, url],
    ["may stand on its heading's line", `[remote "origin"] url = ${url}\n`, url],
    ["may have CRLF ends and a mark", `\uFEFF[remote "origin"]\r\n\turl = ${url}\r\n`, url],
    ["may be quoted", `[remote "origin"]\n\turl = "${url}"\n`, url],
    ["may have a comment behind it", `[remote "origin"]\n\turl = ${url} ; mine\n`, url],
    ["may have another comment behind it", `[remote "origin"]\n\turl = ${url} # mine\n`, url],
    ["may hold in quotes what begins a comment", `[remote "origin"]\n\turl = "/srv/a;b"\n`, "/srv/a;b"],
    ["may hold what is escaped", `[remote "origin"]\n\turl = /srv/\\"a\\\\b\n`, '/srv/"a\\b'],
    ["is found with its words in upper or lower case", `[Remote "origin"]\n\tURL = ${url}\n`, url],
    ["may have spaces in its heading", `[ remote  "origin" ]\n\turl=${url}\n`, url],
    ["is of a section whose name is escaped", `[remote "a\\"b"]\n\turl = ${url}\n`, url],
    ["is no other section's", `[remote "origin"]\n\tfetch = x\n[branch "main"]\n\turl = ${url}\n`, undefined],
    ["is not there before any section", `url = ${url}\n`, undefined],
    ["is none where it is empty", `[remote "origin"]\n\turl =\n`, undefined],
    ["is none where it is no setting", `[remote "origin"]\n\turl\n\tmy url = x\n`, undefined],
    ["is none of a section without a name", `[remote]\n\turl = ${url}\n`, undefined],
    ["is none where there is nothing", "", undefined]
  ])("%s", (_title, config, expected) => {
    assert.strictEqual(remoteOf(config), expected)
  })

  it.each([
    ["https://example.org/r.git", "https://example.org/r.git"],
    ["https://user:secret@example.org:8443/r.git?token=secret#secret", "https://example.org:8443/r.git"],
    ["SSH://git@example.org/r", "ssh://example.org/r"],
    ["https://exa mple.org/secret", "‹not shown›"],
    ["git@github.com:o/r.git", "github.com:o/r.git"],
    ["user:secret@example.org:o/r.git", "example.org:o/r.git"],
    ["/srv/r.git", "/srv/r.git"],
    ["/srv/a@b:c", "/srv/a@b:c"],
    ["r.git?token=secret", "r.git"],
    ["r.git#secret", "r.git"],
    [`r?${"?".repeat(10)}\u2028x`, "r"]
  ])("%j is shown as %s", (address, expected) => {
    assert.strictEqual(shownRemote(address), expected)
  })
})

describe("a commit's time", () => {
  const commit = (committer: string, message = "message\n") =>
    `tree ${COMMIT}\nauthor A <a@example.org> 1 +0000\ncommitter ${committer}\n\n${message}`

  it.each([
    ["A <a@example.org> 1775639582 +0200", "2026-04-08T11:13:02+02:00"],
    ["A <a@example.org> 1775639582 -0330", "2026-04-08T05:43:02-03:30"],
    ["A > B <a@example.org> 0 +0000", "1970-01-01T00:00:00+00:00"],
    ["A <a@example.org> 253402128000 +0000", "9999-12-30T00:00:00+00:00"]
  ])("of %j is %s", (committer, expected) => {
    assert.strictEqual(commitTime(commit(committer)), expected)
  })

  it.each([
    "A <a@example.org>",
    "A <a@example.org> x +0000",
    "A <a@example.org> -1 +0000",
    "A <a@example.org> 1 0000",
    "A <a@example.org> 1 +00000",
    "A <a@example.org> 1 +2400",
    "A <a@example.org> 1 +0060",
    "A <a@example.org> 999999999999 +0000",
    "A <a@example.org> 9999999999999 +0000"
  ])("of %j is not known", (committer) => {
    assert.isUndefined(commitTime(commit(committer)))
  })

  it("is not what a message says", () => {
    const text = `tree ${COMMIT}\n\ncommitter A <a@example.org> 1775639582 +0200\n`
    assert.isUndefined(commitTime(text))
    assert.isUndefined(commitTime(""))
  })
})
