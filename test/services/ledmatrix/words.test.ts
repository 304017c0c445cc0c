/** What is shown of LEDMatrix's own words, and what is understood of its list: tables. */
import { assert, describe, it } from "@effect/vitest"
import { LEFT_OUT } from "../../../src/domain/changes/leftOut.ts"
import { foreignText, plainText } from "../../../src/services/ledmatrix/foreignText.ts"
import { managerList } from "../../../src/services/ledmatrix/managerList.ts"

const secrets = (...values: ReadonlyArray<string>) => ({ names: new Set<string>(), values: new Set(values) })

describe("words of a plugin", () => {
  it.each([
    ["no weather", secrets(), "no weather"],
    ["no\n\tweather  today ", secrets(), "no weather today"],
    ["no weather with abc", secrets("abc"), `no weather with ${LEFT_OUT}`],
    ["abc and abcd", secrets("abc", "abcd"), `${LEFT_OUT} and ${LEFT_OUT}`],
    ["a%20b and a b", secrets("a b"), `${LEFT_OUT} and ${LEFT_OUT}`],
    ['a\\"b', secrets('a"b'), LEFT_OUT],
    ["https://example.org/x?key=abc now", secrets(), "https://example.org/x now"],
    ["https://example.org/x#abc", secrets(), "https://example.org/x"],
    ["(https://user:abc@example.org/x)", secrets(), "(https://example.org/x)"],
    ["HTTPS://abc@example.org", secrets(), "HTTPS://example.org"],
    ["me@example.org asked?", secrets(), "me@example.org asked?"],
    ["x".repeat(300), secrets(), "x".repeat(300)],
    ["x".repeat(301), secrets(), `${"x".repeat(300)}…`]
  ] as const)("%j are shown as they may be (%#)", (text, known, shown) => {
    assert.strictEqual(foreignText(text, known), shown)
  })

  it("are not shown where the secrets are not known", () => {
    assert.strictEqual(foreignText("no weather", undefined), LEFT_OUT)
  })

  it("of any length are looked through as far as they may be shown", () => {
    const text = `${"\n".repeat(2100)}abc`
    assert.strictEqual(plainText(text), "")
    assert.strictEqual(foreignText(`${"\n".repeat(1900)}abc`, secrets("abc")), LEFT_OUT)
  })
})

describe("LEDMatrix's list", () => {
  const list = (...plugins: ReadonlyArray<unknown>) =>
    managerList({ data: { plugins } }, "http://sign/installed")?.plugins
  const clock = { id: "clock", loaded: true }

  it.each([{}, { data: [] }, { data: { plugins: {} } }, { data: null }])("is not %j", (document) => {
    assert.isUndefined(managerList(document, "http://sign/installed"))
  })

  it.each<readonly [unknown, string | undefined]>([
    [{ ...clock }, undefined],
    [{ ...clock, error_info: "it fails" }, "it fails"],
    [{ ...clock, error_info: " " }, undefined],
    [{ ...clock, error_info: { message: "a", error: "b" } }, "a"],
    [{ ...clock, error_info: { message: "", error: "b" } }, "b"],
    [{ ...clock, error_info: { message: 5, error: " ", error_message: "c" } }, "c"],
    [{ ...clock, error_info: { other: "x" } }, undefined],
    [{ ...clock, error_info: 5 }, undefined],
    [{ ...clock, state: "error" }, "LEDMatrix does not say why"],
    [{ ...clock, state: "error", error_info: {} }, "LEDMatrix does not say why"],
    [{ ...clock, state: "running" }, undefined]
  ])("has %j as loaded, with error %j", (plugin, error) => {
    assert.deepStrictEqual(list(plugin), [{ id: "clock", loaded: true, error }])
  })

  it("has no entry that cannot be used, and none of an app that a plugin shows", () => {
    const unusable = [
      5,
      null,
      {},
      { id: "", loaded: true },
      { id: "x".repeat(257), loaded: true },
      { id: 5, loaded: true },
      { id: "a", loaded: "yes" },
      { id: "a" },
      { id: "a", loaded: true, is_starlark_app: true }
    ]
    assert.deepStrictEqual(
      list(...unusable, { id: "x".repeat(256), loaded: false, is_starlark_app: false }),
      [{ id: "x".repeat(256), loaded: false, error: undefined }]
    )
  })
})

describe("LEDMatrix's list with what its display says", () => {
  const FROM = "http://sign/installed"
  const listed = (runtime: unknown, ...plugins: ReadonlyArray<unknown>) =>
    managerList({ data: { plugins, runtime } }, FROM)
  const unsaid = {
    sinceMs: undefined,
    publishedAtMs: undefined,
    staleAfter: undefined,
    heartbeatAge: undefined
  }

  it.each<readonly [unknown, object]>([
    [
      { status: "live", published_at: 1000, stale_after: 60, heartbeat_age_seconds: 2 },
      { status: "live", sinceMs: 1_000_000, publishedAtMs: 1_000_000, staleAfter: 60, heartbeatAge: 2 }
    ],
    [{ status: "stopped" }, { status: "stopped", ...unsaid }],
    [
      { status: "stale", published_at: null, stale_after: null, heartbeat_age_seconds: null },
      { status: "stale", ...unsaid }
    ],
    [
      { status: "asleep", published_at: 1000 },
      { status: "unknown", ...unsaid }
    ],
    [
      { status: "live", published_at: "now" },
      { status: "unknown", ...unsaid }
    ],
    [5, { status: "unknown", ...unsaid }]
  ])("says of %j what is known of it", (runtime, display) => {
    assert.deepStrictEqual<unknown>(listed(runtime)?.display, { ...display, from: FROM })
  })

  it("has no display where LEDMatrix says nothing of one", () => {
    assert.isUndefined(managerList({ data: { plugins: [] } }, FROM)?.display)
  })

  const plain = { id: "clock", loaded: true, error: undefined }

  it.each<readonly [object, object]>([
    [{}, plain],
    [{ loaded: null }, { ...plain, loaded: undefined }],
    [{ state: "enabled" }, { ...plain, state: "enabled" }],
    [{ state: "x".repeat(100) }, { ...plain, state: "x".repeat(100) }],
    [{ state: "x".repeat(101) }, plain],
    [{ state: 5 }, plain],
    [{ loaded_version: " 1.0 " }, { ...plain, version: "1.0" }],
    [{ loaded_version: "" }, plain],
    [{ loaded_version: 5 }, plain],
    [{ loaded_at: 7 }, { ...plain, loadedAt: 7 }],
    [{ loaded_at: "7" }, plain],
    [{ loaded_at: Number.NaN }, plain],
    [
      { error_info: { message: "a", type: "ImportError", at: 9, recoverable: true } },
      { ...plain, error: "a", failure: { type: "ImportError", at: 9, recoverable: true } }
    ],
    [{ error_info: "a" }, { ...plain, error: "a" }]
  ])("has a plugin with %j as the display has it", (fields, plugin) => {
    const found = listed({ status: "live" }, { id: "clock", loaded: true, ...fields })
    assert.deepStrictEqual<unknown>(found?.plugins, [plugin])
  })

  it("has no app by the beginning of its id", () => {
    assert.deepStrictEqual(listed({ status: "live" }, { id: "starlark:x", loaded: true })?.plugins, [])
  })
})
