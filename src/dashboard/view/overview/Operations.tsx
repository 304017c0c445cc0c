import type { Fetching, OperationTicket } from "../../../domain/Controller.ts"
import { useModel } from "../../state/Shared.ts"
import { commandName } from "../../model/words/runWords.ts"

const NO_TICKETS: ReadonlyArray<OperationTicket> = []
const NO_FETCHING: ReadonlyArray<Fetching> = []

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

const Fetch = ({ fetching: { plugin_id, progress, step } }: { readonly fetching: Fetching }) => (
  <div class="operation">
    <p>
      <strong>Fetch</strong> <code dir="ltr">{plugin_id}</code> <span class="soft">{step}</span>
    </p>
    {progress === null ? (
      <progress max={1} aria-label={`Fetch ${plugin_id}`} />
    ) : (
      <progress max={1} value={progress} aria-label={`Fetch ${plugin_id}`} />
    )}
  </div>
)

/** What is being carried out, and what a repair has fetched. */
export const Operations = () => {
  const open = useModel(({ status }) => status?.operations ?? NO_TICKETS).filter(isOpen)
  const fetching = useModel(({ status }) => status?.fetching ?? NO_FETCHING)
  if (open.length + fetching.length === 0) return null
  return (
    <section class="section" aria-labelledby="operations" tabIndex={-1}>
      <h2 id="operations">In progress</h2>
      <ul class="operations">
        {open.map((ticket) => (
          <li key={ticket.operation_id}>
            <OperationProgress ticket={ticket} />
          </li>
        ))}
        {fetching.map((one) => (
          <li key={one.plugin_id}>
            <Fetch fetching={one} />
          </li>
        ))}
      </ul>
    </section>
  )
}
