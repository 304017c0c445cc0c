/** Why something failed, as the log has it of what fails nothing else. */
import { Cause, Result } from "effect"

export const problemOf = (cause: Cause.Cause<{ readonly message: string }>): string =>
  Result.match(Cause.findError(cause), {
    onFailure: () => "a fault of the program",
    onSuccess: ({ message }) => message
  })
