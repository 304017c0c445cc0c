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
    ["warning: x\nfatal: repository 'x' not found\n", "absent"],
    ["", "download_failed"]
  ] as const)("with %j is %s", ([stderr, expected]) =>
    Effect.gen(function* () {
      assert.strictEqual(yield* meaning(stderr), expected)
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

describe("a complaint of git's", () => {
  it.each([
    ["the first one", "warning: a\nerror: b\nfatal: c", "b"],
    ["what stands behind its word", "fatal: it is gone", "it is gone"],
    ["without invisible characters", "fatal: \u001b[31mred\u0007", " [31mred "],
    ["that there is none", "hello", "git ended without saying why"],
    ["no more than anybody reads", `fatal: ${"x".repeat(1000)}`, "x".repeat(300)]
  ])("is quoted: %s", (_title, stderr, expected) => {
    assert.strictEqual(problemIn(stderr), expected)
  })
})
