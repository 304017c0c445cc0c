import { useModel } from "../../state/Shared.ts"
import { Button } from "../parts/controls/Button.tsx"
import { Glyph } from "../parts/glyphs/Glyph.tsx"

/** A page that stayed open while the controller was updated may misread what the new one says. */
export const OtherVersion = () => {
  const own = useModel(({ version }) => version)
  const theirs = useModel(({ status }) => status?.version)
  if (theirs === undefined || theirs === own) return null
  return (
    <div class="strip strip-attention">
      <Glyph name="info" />
      <p class="strip-text" role="status">
        The controller is version {theirs} now, and this page is from version {own}.
      </p>
      <Button onClick={() => location.reload()} glyph="refresh">
        Load the new page
      </Button>
    </div>
  )
}
