/** A large document, a portion of its signs at a time, against the same document read as a whole. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { DESIRED_LIMITS, type DesiredDocument } from "../../../src/domain/desired/DesiredDocument.ts"
import { rolloutSubject } from "../../../src/domain/desired/desiredSign.ts"
import { readDesired } from "../../../src/domain/desired/readDesired.ts"
import { readPortions } from "../../../src/domain/desired/readPortions.ts"
import { parseJsonSpelled } from "../../../src/json/parsing/parseJson.ts"

const SYSTEM_KEYS = new Set(["display"])
const bytes = (text: string) => new TextEncoder().encode(text)

const text = (at: number) => ({ plugins: { clock: { settings: { at, text: `Grüße, "${at}" {}` } } } })
const signs: { readonly [name: string]: unknown } = Object.fromEntries(
  Array.from({ length: 4000 }, (_, at) => [`sign-${at}`, at % 3 === 0 ? { groups: ["bar"] } : text(at)])
)
const OWN = "sign-3001"
const whole = {
  serial: 7,
  schema: "ledmatrix-desired/1",
  groups: { bar: { plugins: { news: { enabled: true } } } },
  signs,
  plugins: { clock: { enabled: true } },
  rollout: { share: 0.25 }
}
const good = JSON.stringify(whole)

const inPortions = (json: string) => {
  const seen: Array<string> = []
  const pieces: Array<string> = []
  const parts: Array<DesiredDocument> = []
  const own = readPortions(bytes(json), SYSTEM_KEYS, OWN, {
    part: (part) => {
      parts.push(part)
      seen.push(...part.signs.keys())
    },
    subject: (piece) => pieces.push(piece)
  })
  return { own, parts, pieces, seen }
}

describe("a document that is read in portions", () => {
  it.each([
    ["as it is", good],
    ["with white space", JSON.stringify(whole, null, 2)],
    ["behind a byte-order mark", `\ufeff${good}`]
  ])("means the same %s", (_, json) => {
    const { own, pieces, seen } = inPortions(json)
    const read = Result.getOrThrow(readDesired(bytes(json), "signs.json", SYSTEM_KEYS))
    const part = read.signs.get(OWN)
    assert(own !== undefined && part !== undefined)
    assert.deepStrictEqual(own.document, { ...read, signs: new Map([[OWN, part]]) })
    assert.deepStrictEqual(own.parsed["signs"], { [OWN]: signs[OWN] })
    assert.deepStrictEqual(seen, Object.keys(signs))
    assert.isAbove(pieces.length, 20)
    const parsed = Result.getOrThrow(parseJsonSpelled(json.replace("\ufeff", "")))
    assert.strictEqual(pieces.join(""), rolloutSubject(parsed))
  })

  it("may say nothing of the sign", () => {
    const { own } = inPortions(good.replace(`"${OWN}"`, '"another"'))
    assert.deepStrictEqual(own?.document.signs, new Map())
  })

  it.each([
    ["of its signs is plain", good],
    ["is of no signs", JSON.stringify({ ...whole, signs: {} }).padEnd(70_000)],
    ["ends with a sign that fills a portion", good.replace(/"sign-3999":\{/u, `$&${" ".repeat(5000)}`)]
  ])("places signs as the whole of it does where it %s", (_, json) => {
    const { own, pieces } = inPortions(json)
    assert.isDefined(own)
    assert.strictEqual(pieces.join(""), rolloutSubject(Result.getOrThrow(parseJsonSpelled(json))))
  })

  it("is seen without its signs first, then some signs at a time without the rest", () => {
    const [first, ...more] = inPortions(good).parts
    assert.deepStrictEqual([first?.plugins.size, first?.groups.size, first?.signs.size], [1, 1, 0])
    assert.isAbove(more.length, 20)
    assert(
      more.every(({ groups, plugins, signs: some }) => groups.size + plugins.size === 0 && some.size > 0)
    )
  })

  it("is seen in portions of 4096 characters of signs", () => {
    const sign = (at: number) => `"${String(at).padStart(4, "s")}":{}`.replace("}", "}".padStart(248))
    const many = Array.from({ length: 320 }, (_, at) => sign(at)).join(",")
    const { parts } = inPortions(`{"schema":"ledmatrix-desired/1","signs":{${many}}}`)
    const sizes = parts.slice(1).map((part) => part.signs.size)
    assert.deepStrictEqual(
      sizes,
      Array.from({ length: 20 }, () => 16)
    )
  })

  const put = (sign: string) => good.replace('"sign-3900":', `${sign},"sign-3900":`)
  it.each([
    ["is small", JSON.stringify({ ...whole, signs: { [OWN]: {} } })],
    ["has an unknown field in a sign", put('"x":{"plugin":{}}')],
    ["has a sign twice, far apart", put('"sign-1":{}')],
    ["has a sign twice, spelled otherwise", put(String.raw`"\u0073ign-1":{}`)],
    ["has a key twice within a sign", put('"x":{"groups":[],"groups":[]}')],
    ["names a group that there is not", put('"x":{"groups":["bars"]}')],
    ["names a system key", put('"x":{"plugins":{"display":{}}}')],
    ["has a name that is a number, which comes first", put('"12":{}')],
    ["ends a sign too early", put('"x":{}}')],
    ["leaves the signs, and comes back", put('"x":{}},"plugins":{"y":{}')],
    ["has a bare word", put('"x":nul')],
    ["has no comma", good.replace(',"sign-3900"', ' "sign-3900"')],
    ["has two commas", good.replace(',"sign-3900"', ',,"sign-3900"')],
    [
      "has a comma at the end",
      good.replace('}},"plugins":{"clock":{"enabled"', '},},"plugins":{"clock":{"enabled"')
    ],
    ["has something behind it", `${good}1`],
    ["has something before it", `1${good}`],
    ["has a control character between signs", good.replace(',"sign-3900"', ',\u0001"sign-3900"')],
    ["has a sign without a name", put('"":{}')],
    ["has a name that cannot be printed", put(String.raw`"\u0001":{}`)],
    ["has a sign without a value", put('"x":')],
    ["lists no signs", JSON.stringify({ ...whole, signs: undefined }).padEnd(70_000)],
    ["has a list of signs that is no object", JSON.stringify({ ...whole, signs: [signs] })],
    ["has a key that is no string", put(String.raw`"\x":{}`)],
    [
      "lists its signs twice",
      good.replace('"plugins":{"clock":{"enabled"', '"signs":{},"plugins":{"clock":{"enabled"')
    ],
    ["has an unknown field", good.replace('"serial"', '"cereal"')],
    ["stops in the middle", good.slice(0, 150_000)]
  ])("is left to the reader of the whole where it %s", (_, json) => {
    assert.notStrictEqual(json, good)
    assert.isUndefined(inPortions(json).own)
  })
})

const plugins = (count: number, name: string) =>
  Object.fromEntries(Array.from({ length: count }, (_, at) => [`${name}-${at}`, {}]))
const ofPlugins = (all: number, inGroup: number, ofSign: number): string =>
  JSON.stringify({
    schema: "ledmatrix-desired/1",
    plugins: plugins(all, "a"),
    groups: { bar: { plugins: plugins(inGroup, "g") } },
    signs: { [OWN]: { plugins: plugins(ofSign, "s") } }
  }).padEnd(70_000)

const ofSigns = (count: number): string =>
  JSON.stringify({
    schema: "ledmatrix-desired/1",
    signs: Object.fromEntries(Array.from({ length: count }, (_, at) => [`s${at}`, {}]))
  })

const small = JSON.stringify({ schema: "ledmatrix-desired/1", signs: { [OWN]: {} } })

describe("a document at its limits", () => {
  it.each([
    ["of more than 65536 bytes", small.padEnd(65_537)],
    ["as large as it may be", small.padEnd(DESIRED_LIMITS.bytes)],
    ["that names 1000 plugins, for all, a group and a sign", ofPlugins(1, 1, 998)],
    ["that lists 50000 signs", ofSigns(50_000)]
  ])("is read in portions: one %s", (_, json) => {
    assert.isDefined(inPortions(json).own)
  })

  it.each([
    ["of 65536 bytes", small.padEnd(65_536)],
    ["that is larger than it may be", small.padEnd(DESIRED_LIMITS.bytes + 1)],
    ["that names 1001 plugins for a sign", ofPlugins(0, 0, 1001)],
    ["that names 1001 plugins for a sign and all", ofPlugins(2, 0, 999)],
    ["that names 1001 plugins for a sign and a group", ofPlugins(0, 2, 999)],
    ["that lists 50001 signs", ofSigns(50_001)]
  ])("is left to the reader of the whole: one %s", (_, json) => {
    assert.isUndefined(inPortions(json).own)
  })
})
