/** What git says when a clone fails, and what it means for the next way, and for the next run: a table. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { problemIn, verdictOn } from "../../../../src/services/store/fetch/gitVerdict.ts"

const meaning = (stderr: string) =>
  verdictOn("https://example.org/r", stderr).pipe(
    Effect.match({
      onSuccess: (verdict) => (typeof verdict === "string" ? verdict : "refused"),
      onFailure: (error) => (error._tag === "BadArchive" ? error.code : error.code)
    })
  )

const URL = "unable to access 'https://example.org/r/'"

describe("a clone that failed", () => {
  it.effect.each([
    ["fatal: Remote branch dev not found in upstream origin", "no such branch"],
    ["fatal: repository 'https://example.org/r/' not found", "absent"],
    ["fatal: could not read Username for 'https://github.com': terminal prompts disabled", "absent"],
    ["fatal: '/srv/r' does not appear to be a git repository", "absent"],
    ["fatal: https://example.org/r/info/refs not valid: is this a git repository?", "absent"],
    [`fatal: ${URL}: The requested URL returned error: 401`, "absent"],
    [`fatal: ${URL}: The requested URL returned error: 404`, "absent"],
    [`fatal: ${URL}: The requested URL returned error: 410`, "absent"],
    [`fatal: ${URL}: The requested URL returned error: 4041`, "refused"],
    ["fatal: fsck error in packed object", "corrupt_archive"],
    [`fatal: ${URL}: The requested URL returned error: 400`, "refused"],
    [`fatal: ${URL}: The requested URL returned error: 403`, "download_failed"],
    [`fatal: ${URL}: The requested URL returned error: 408`, "download_failed"],
    [`fatal: ${URL}: The requested URL returned error: 425`, "download_failed"],
    [`fatal: ${URL}: The requested URL returned error: 429`, "download_failed"],
    [`fatal: ${URL}: The requested URL returned error: 503`, "download_failed"],
    [`fatal: ${URL}: Protocol "ftp" not supported`, "refused"],
    [`fatal: ${URL}: Protocol "ftp" disabled in libcurl`, "refused"],
    [`fatal: ${URL}: Maximum (20) redirects followed`, "refused"],
    ["fatal: unable to update url base from redirection:", "refused"],
    ["fatal: transport 'ext' not allowed", "refused"],
    ["fatal: dumb http transport does not support shallow capabilities", "refused"],
    ["fatal: detected dubious ownership in repository at '/srv/r'", "refused"],
    [`fatal: ${URL}: Could not resolve host: example.org`, "download_failed"],
    ["remote: fatal: repository 'x' not found", "download_failed"],
    ["hint: fatal: Remote branch dev not found in upstream origin", "download_failed"],
    ["x fatal: fsck error in packed object", "download_failed"],
    [`fatal: ${URL}: The requested URL returned error: 5031`, "refused"],
    [`fatal: ${URL}: Protocol "ftp" is fine`, "download_failed"],
    [`${"error: x\n".repeat(19)}fatal: repository 'x' not found`, "absent"],
    [`${"error: x\n".repeat(20)}fatal: repository 'x' not found`, "download_failed"],
    [`${"warning: x\n".repeat(40)}fatal: repository 'x' not found`, "absent"],
    ["warning: x\nfatal: repository 'x' not found\n", "absent"],
    ["", "download_failed"]
  ] as const)("with %j is %s", ([stderr, expected]) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* meaning(stderr), expected)
    })
  )

  it.effect("says why the address is not followed", () =>
    Effect.gen(function* () {
      const verdict = yield* verdictOn("https://example.org/r", "fatal: transport 'ext' not allowed")
      assert.deepStrictEqual(verdict, { refused: "transport 'ext' not allowed" })
    })
  )

  it.effect("is judged by both ends of a very long complaint", () =>
    Effect.gen(function* () {
      const address = "x".repeat(60_000)
      assert.strictEqual(
        yield* meaning(`fatal: '${address}': The requested URL returned error: 404`),
        "absent"
      )
      assert.strictEqual(yield* meaning(`fatal: ${"repository ".repeat(5000)}`), "download_failed")
    })
  )
})

describe("a long complaint", () => {
  const about = (length: number) =>
    verdictOn("https://example.org/r", `fatal: ${"x".repeat(length - 7)}`).pipe(
      Effect.flip,
      Effect.map(({ problem }) => problem)
    )

  it.effect("is shown as far as anybody reads", () =>
    Effect.gen(function* () {
      assert.strictEqual(yield* about(1000), "x".repeat(300))
      assert.strictEqual(yield* about(5000), "x".repeat(300))
    })
  )

  // A status that stands neither in its first half thousand nor in its last does not count.
  it.effect.each([
    ["at its end", 0, "absent"],
    ["just within its last part", 1, "download_failed"]
  ] as const)("is judged by what stands %s", ([, behind, expected]) =>
    Effect.gen(function* () {
      const text = `fatal: ${"x".repeat(1500)} returned error: 404${"y".repeat(behind)}`
      assert.strictEqual(yield* meaning(text), expected)
    })
  )

  it.effect("keeps the first and the last five hundred characters, and nothing between", () =>
    Effect.gen(function* () {
      const first = `fatal: ${"a".repeat(493)}`
      const last = ` not found${"b".repeat(490)}`
      assert.strictEqual(yield* meaning(`${first.replace("aaaaaaaaaaa", "repository ")}${last}`), "absent")
      assert.strictEqual(yield* meaning(`${first}repository ${last}`), "download_failed")
    })
  )
})

describe("a complaint of git's", () => {
  it.each([
    ["what begins a line", "hint: fatal: a\nerror: b", "b"],
    ["the first one", "warning: a\nerror: b\nfatal: c", "b"],
    ["what stands behind its word", "fatal: it is gone", "it is gone"],
    ["without invisible characters", "fatal: \u001b[31mred\u0007", " [31mred "],
    ["that there is none", "hello", "git ended without saying why"],
    ["no more than anybody reads", `fatal: ${"x".repeat(1000)}`, "x".repeat(300)]
  ])("is quoted: %s", (_title, stderr, expected) => {
    assert.strictEqual(problemIn(stderr), expected)
  })
})
