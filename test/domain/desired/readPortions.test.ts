// A large document, a portion of its signs at a time, against the same document read as a whole.
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
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
  const own = readPortions(bytes(json), SYSTEM_KEYS, OWN, {
    part: (part) => seen.push(...part.signs.keys()),
    subject: (piece) => pieces.push(piece)
  })
  return { own, seen, pieces }
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
