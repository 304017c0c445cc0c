/**
 * Writing files with memory kept flat. Buffers lie outside of V8's heap, so it lets tens of megabytes of used
 * ones pile up before it looks for them: a device with 512 MB has no such room.
 */
import { Layer } from "effect"
import { BuffersWritten } from "../../node/writing/BuffersWritten.ts"
import { NodeFileWriter } from "../../node/NodeFileWriter.ts"
import { collector } from "./collector.ts"

/** A collection of the young generation takes less than a millisecond, and writing this much longer. */
const BYTES_BETWEEN = 2 * 1024 * 1024

const collecting = () => {
  let collect: ReturnType<typeof collector> | undefined
  let written = 0
  return (bytes: number): void => {
    written += bytes
    if (written < BYTES_BETWEEN) return
    written = 0
    collect ??= collector()
    collect({ type: "minor" })
  }
}

export const fileWriterLive = NodeFileWriter.layer.pipe(Layer.provide(Layer.sync(BuffersWritten, collecting)))
