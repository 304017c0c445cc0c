import { existsSync } from "node:fs"

/** By the number of the process: children that are given such a path come to the same place. */
const DESCRIPTORS = `/proc/${process.pid}/fd`

const known = existsSync(DESCRIPTORS)

/**
 * A path that leads to what is open under `descriptor`, also where something else is put at its name. Linux has such paths; elsewhere it
 * is the path itself.
 */
export const throughDescriptor = (descriptor: number, path: string): string =>
  known ? `${DESCRIPTORS}/${descriptor}` : path
