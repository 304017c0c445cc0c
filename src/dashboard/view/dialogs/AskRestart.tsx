import { useControls } from "../../state/Shared.ts"
import { Question } from "./Question.tsx"

/** The sign is dark meanwhile, so somebody may want to wait. */
export const AskRestart = () => {
  const { restartDisplay } = useControls()
  return (
    <Question
      title="Restart the display?"
      yes="Restart it"
      kind="main"
      onYes={restartDisplay}
      undo="there is nothing to take back: the display shows its plugins again by itself."
    >
      <p>
        LEDMatrix ends its display and starts it anew, with what is installed now. The sign is dark meanwhile,
        for some ten seconds.
      </p>
    </Question>
  )
}
