import { withFullStop, withoutOptions } from "../../../model/words/sentence.ts"
import type { ReportedSourceError } from "../../../../domain/findings/Report.ts"
import { useControls } from "../../../state/Shared.ts"
import { Blank } from "./Blank.tsx"
import { Button } from "../controls/Button.tsx"

/** Stands where a list would be that could not be read. Nothing is said to be absent, and nothing is offered. */
export const NotKnown = ({
  error,
  title
}: {
  readonly title: string
  readonly error: ReportedSourceError
}) => {
  const { show } = useControls()
  return (
    <Blank title={title}>
      <p>
        <code dir="ltr">{error.path}</code> cannot be read: {withFullStop(withoutOptions(error.error))}
      </p>
      <p class="soft">What is in it is unknown, not gone.</p>
      <Button onClick={() => show("overview")}>See what helps</Button>
    </Blank>
  )
}
