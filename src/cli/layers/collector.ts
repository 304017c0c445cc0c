/** The program's own hold on V8's garbage collector. There is no other door to it than this flag. */
import { setFlagsFromString } from "node:v8"
import { runInNewContext } from "node:vm"

type Collect = (options: { readonly type: "minor" | "major"; readonly flavor?: "last-resort" }) => void

const isCollect = (value: unknown): value is Collect => typeof value === "function"

export const collector = (): Collect => {
  setFlagsFromString("--expose-gc")
  const gc: unknown = runInNewContext("gc")
  setFlagsFromString("--no-expose-gc")
  return isCollect(gc) ? gc : () => {}
}
