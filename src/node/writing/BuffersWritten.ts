/** What a program wants to do after buffers were written; a library does nothing to the process around it. */
import { Context } from "effect"

/** Called with the bytes of every buffer that was written and is not needed any more. Default: nothing. */
export const BuffersWritten = Context.Reference<(bytes: number) => void>(
  "ledmatrix-reconciler/node/BuffersWritten",
  { defaultValue: () => () => {} }
)
