import type { Choice } from "../../../../domain/findings/Finding.ts"
import type { ReportedFinding } from "../../../../domain/findings/Report.ts"
import { useControls } from "../../../state/Shared.ts"
import { Act } from "./Button.tsx"

const NO_CHOICES: ReadonlyArray<Choice> = []

/** A directory's name may be 255 characters long, and the question says all of it. */
const LENGTH_MAX = 28

const shortened = (name: string): string =>
  name.length > LENGTH_MAX ? `${name.slice(0, LENGTH_MAX - 1)}…` : name

/** What the button of a choice says: of a directory there are several, and the others are set aside. */
const Label = ({
  choice,
  reason
}: {
  readonly choice: string
  readonly reason: ReportedFinding["reason"]
}) => {
  if (reason === "marked_on_disk") return <>Keep it</>
  const name = <bdi title={choice}>{shortened(choice)}</bdi>
  return reason === "duplicate_id" ? <>Keep {name}…</> : <>Rename to {name}</>
}

/** What a person can decide about a finding. All of it can be undone; where something is set aside it is asked first. */
export const ChoiceButtons = ({
  busy,
  finding,
  name
}: {
  readonly finding: ReportedFinding
  readonly name: string
  readonly busy: boolean
}) => {
  const { ask, resolve } = useControls()
  const { choices = NO_CHOICES, plugin_id: id, reason } = finding
  return (
    <>
      {choices.map((choice) => (
        <Act
          key={choice.choice}
          kind={choices.length === 1 && reason !== "duplicate_id" ? "main" : "plain"}
          about={name}
          busy={busy}
          onClick={() =>
            reason === "duplicate_id" ? ask({ tag: "decide", id, name, choice }) : resolve(id, choice.choice)
          }
        >
          <Label choice={choice.choice} reason={reason} />
        </Act>
      ))}
    </>
  )
}
