// What writing does to the process around it: nothing, unless that process asks to be told.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { runInNewContext } from "node:vm"
import { BuffersWritten } from "../../src/node/writing/BuffersWritten.ts"
import { NodeFileWriter } from "../../src/node/NodeFileWriter.ts"
import { FileWriter } from "../../src/ports/Files.ts"
import { directoryWith } from "../support/realInstallation.ts"

const MIB = 1024 * 1024

const writeMebibytes = Effect.fnUntraced(function* (count: number) {
  const root = yield* directoryWith({})
  const { create } = yield* FileWriter
  const file = yield* create(`${root}/large`, { mode: 0o600 })
  for (let at = 0; at < count; at++) yield* file.write(new Uint8Array(MIB))
}, Effect.scoped)

describe("writing a large file", () => {
  it.live("leaves V8's garbage collector hidden", () =>
    Effect.gen(function* () {
      yield* writeMebibytes(5)
      assert.strictEqual(runInNewContext("typeof gc"), "undefined")
    }).pipe(Effect.provide(NodeFileWriter.layer))
  )

  it.live("tells of every buffer that is not needed any more", () => {
    const written: Array<number> = []
    const told = Layer.succeed(BuffersWritten, (bytes) => {
      written.push(bytes)
    })
    return Effect.gen(function* () {
      yield* writeMebibytes(3)
      assert.deepStrictEqual(written, [MIB, MIB, MIB])
    }).pipe(Effect.provide(NodeFileWriter.layer.pipe(Layer.provide(told))))
  })
})
