import { Act } from "../controls/Button.tsx"
import { Glyph } from "../glyphs/Glyph.tsx"

/** Something could not be loaded; what is shown besides is what was known before. */
export const Trouble = ({
  onRetry,
  problem,
  what
}: {
  readonly what: string
  readonly problem: string
  readonly onRetry: () => void
}) => (
  <div class="trouble" role="alert">
    <Glyph name="alert" />
    <p>
      {what} could not be loaded: {problem}.
    </p>
    <Act onClick={onRetry} about={`to load: ${what}`}>
      Try again
    </Act>
  </div>
)
