import type { OperationTicket } from "../../../../domain/Controller.ts"
import { lastFailure } from "../../../model/findings/lastFailure.ts"
import { commandName } from "../../../model/words/runWords.ts"
import { asSentence, withFullStop } from "../../../model/words/sentence.ts"
import { useModel } from "../../../state/Shared.ts"
import { When } from "./When.tsx"

const NONE: ReadonlyArray<OperationTicket> = []

/** Why the last thing that was asked for the plugin did not work: it stays when its message is put away. */
export const LastFailure = ({ ids }: { readonly ids: ReadonlyArray<string | null> }) => {
  const failure = lastFailure(
    useModel(({ status }) => status?.operations ?? NONE),
    ids
  )
  if (failure === undefined) return null
  const { hint, ticket } = failure
  return (
    <p class="last-failure">
      <strong>{commandName(ticket.operation_type)} did not work</strong>{" "}
      {ticket.completed_at === null ? null : <When iso={ticket.completed_at} />}:{" "}
      {withFullStop(ticket.message)} {hint === undefined ? null : asSentence(hint)}
    </p>
  )
}
