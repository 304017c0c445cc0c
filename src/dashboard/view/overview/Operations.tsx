import type { OperationTicket } from "../../../domain/Controller.ts"
import { useModel } from "../../state/Shared.ts"
import { commandName } from "../../model/runWords.ts"

const NO_TICKETS: ReadonlyArray<OperationTicket> = []

export const isOpen = ({ status }: OperationTicket): boolean => status === "pending" || status === "running"

export const OperationProgress = ({ ticket }: { readonly ticket: OperationTicket }) => {
  const { message, operation_type, plugin_id, progress, status } = ticket
  const what = `${commandName(operation_type)} ${plugin_id}`
  return (
    <div class="operation">
      <p>
        <strong>{commandName(operation_type)}</strong> <code dir="ltr">{plugin_id}</code>{" "}
        <span class="soft">{message}</span>
      </p>
      {status === "pending" ? (
        <progress max={1} aria-label={what} />
      ) : (
        <progress max={1} value={progress} aria-label={what} />
      )}
    </div>
  )
}

/** What is being carried out. */
export const Operations = () => {
  const open = useModel(({ status }) => status?.operations ?? NO_TICKETS).filter(isOpen)
  if (open.length === 0) return null
  return (
    <section class="section" aria-labelledby="operations" tabIndex={-1}>
      <h2 id="operations">In progress</h2>
      <ul class="operations">
        {open.map((ticket) => (
          <li key={ticket.operation_id}>
            <OperationProgress ticket={ticket} />
          </li>
        ))}
      </ul>
    </section>
  )
}
