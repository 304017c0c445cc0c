/** Node's errors as the ports' faults. */
import { FileFault } from "../ports/Files.ts"

/** The operating system's code of a thrown value; `UNKNOWN` where it has none. */
export const errorCode = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string"
    ? cause.code
    : "UNKNOWN"

export const fileFault =
  (operation: string, path: string) =>
  (cause: unknown): FileFault =>
    cause instanceof FileFault ? cause : new FileFault({ operation, path, code: errorCode(cause) })
