import { clockTime, forWhile, inWhile } from "../../model/words/time.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import type { Link } from "../../state/Model.ts"
import { Button } from "../parts/controls/Button.tsx"
import { Glyph } from "../parts/glyphs/Glyph.tsx"
import { useNow } from "../parts/facts/When.tsx"

const Lost = ({ link }: { readonly link: Extract<Link, { tag: "gone" }> }) => {
  const now = useNow(1000)
  const { reconnect } = useControls()
  const known = useModel(({ status }) => status !== undefined)
  const since = new Date(link.sinceMs).toISOString()
  return (
    <div class="strip strip-bad">
      <Glyph name="cross" />
      <div class="strip-text">
        <p role="alert">
          <strong>The controller is gone since {clockTime(since)}</strong>: {link.problem}.
          {known ? " What you see is how it stood then; nothing can be done until it is back." : null}
        </p>
        <p class="strip-small">
          Gone {forWhile(since, now)}. The next attempt is {inWhile(link.retryAtMs - now)}.
        </p>
      </div>
      <Button onClick={reconnect} glyph="refresh">
        Try now
      </Button>
    </div>
  )
}

/** Says that the controller is gone, since when, and that nothing needs to be done for it to come back. */
export const LostStrip = () => {
  const link = useModel((model) => model.link)
  return link.tag === "gone" ? <Lost link={link} /> : null
}
