/** A port's fault as a reason that people read: which file, what happened, can time cure it. */
import { FileFailed } from "../../domain/errors/FileReason.ts"
import { describeCode, type FileFault } from "../../ports/Files.ts"

export const fileFailed = (fault: FileFault, shown: string): FileFailed =>
  new FileFailed({
    path: shown,
    operation: fault.operation,
    code: fault.code,
    problem: `${fault.operation}: ${describeCode(fault.code)}`,
    transient: fault.transient
  })
