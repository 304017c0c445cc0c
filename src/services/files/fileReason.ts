/** A port's fault as a reason that people read: which file, what happened, can time cure it. */
import { FileFailed } from "../../domain/errors/FileReason.ts"
import type { FileFault } from "../../ports/FileFault.ts"

export const fileFailed = (fault: FileFault, shown: string): FileFailed =>
  new FileFailed({
    path: shown,
    operation: fault.operation,
    code: fault.code,
    problem: `${fault.operation}: ${fault.meaning}`,
    transient: fault.transient,
    ...(fault.refuser === undefined ? {} : { owner: fault.refuser.owner })
  })
