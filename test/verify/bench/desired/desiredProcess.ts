/** The process that reads a document of many signs, for `desiredDocument.ts`; prints what it took, per byte of it. */
import { Result } from "effect"
import { readFileSync, writeFileSync } from "node:fs"
import { defaultPolicy } from "../../../../src/domain/Policy.ts"
import { judgeDocument } from "../../../../src/services/desired/judgeDocument.ts"

const nameOf = (at: number): string => `sign-${String(at).padStart(5, "0")}-a`

const documentOf = (signs: number): Uint8Array =>
  new TextEncoder().encode(
    JSON.stringify({
      schema: "ledmatrix-desired/1",
      plugins: { clock: { enabled: true } },
      groups: { bar: { plugins: { clock: { settings: { city: "Bern" } } } } },
      signs: Object.fromEntries(
        Array.from({ length: signs }, (_, at) => [nameOf(at), at % 100 === 7 ? { groups: ["bar"] } : {}])
      )
    })
  )

const judge = (bytes: Uint8Array): void => {
  const reading = {
    document: "desired.json",
    remote: true,
    key: undefined,
    systemKeys: defaultPolicy.systemKeys
  }
  const { text } = Result.getOrThrow(
    judgeDocument({ bytes, signature: undefined }, { ...reading, sign: nameOf(7) }, null)
  )
  if (!text.includes(nameOf(7))) throw new Error("the sign's own part is not there")
}

const peakBytes = (): number =>
  Number(/VmHWM:\s+(\d+)/u.exec(readFileSync("/proc/self/status", "utf8"))?.[1]) * 1024

const bytes = documentOf(50_000)
// What is loaded, compiled and reserved once is no part of it.
for (let warmUp = 0; warmUp < 4; warmUp++) judge(documentOf(6000))
globalThis.gc?.()

const { parse } = JSON
let parsed = 0
const counting = (text: string): unknown => {
  parsed += text.length
  return parse(text)
}
JSON.parse = counting
writeFileSync("/proc/self/clear_refs", "5")
const before = peakBytes()
judge(bytes)
process.stdout.write(
  JSON.stringify({
    bytes: bytes.length,
    parsed: parsed / bytes.length,
    peak: (peakBytes() - before) / bytes.length
  })
)
