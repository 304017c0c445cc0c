/** Node's errors as the ports' faults. */
import { Effect } from "effect"
import { FileFault } from "../../ports/FileFault.ts"
import { refuserOf } from "./refuser.ts"

/** The operating system's code of a thrown value; `UNKNOWN` where it has none. */
export const errorCode = (cause: unknown): string =>
  typeof cause === "object" && cause !== null && "code" in cause && typeof cause.code === "string"
    ? cause.code
    : "UNKNOWN"

export const fileFault =
  (operation: string, path: string) =>
  (cause: unknown): FileFault =>
    cause instanceof FileFault ? cause : faultOf(operation, path, errorCode(cause))

/** One call of Node that may throw. */
export const attempt = <A>(operation: string, path: string, run: () => A): Effect.Effect<A, FileFault> =>
  Effect.try({ try: run, catch: fileFault(operation, path) })

const NOT_ALLOWED: ReadonlySet<string> = new Set(["EACCES", "EPERM"])

const faultOf = (operation: string, path: string, code: string): FileFault => {
  const refuser = NOT_ALLOWED.has(code) ? refuserOf(operation, path) : undefined
  return new FileFault({ operation, path, code, ...(refuser === undefined ? {} : { refuser }) })
}
