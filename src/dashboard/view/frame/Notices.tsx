import type { Notice } from "../../state/Model.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { Act, Button } from "../parts/controls/Button.tsx"
import { RestartButton } from "../parts/controls/RestartButton.tsx"
import { Glyph } from "../parts/glyphs/Glyph.tsx"
import type { GlyphName } from "../parts/glyphs/glyphs.ts"

const GLYPHS: { readonly [tone in Notice["tone"]]: GlyphName } = { good: "check", bad: "alert", info: "info" }

const One = ({ notice }: { readonly notice: Notice }) => {
  const { ask, putNoticeAway } = useControls()
  const { details, id, text, tone, undo } = notice
  return (
    <li class={`notice notice-${tone}`}>
      <Glyph name={GLYPHS[tone]} />
      <div class="notice-text">
        <p>{text}</p>
        {details.map((detail) => (
          <p key={detail} class="notice-detail">
            {detail}
          </p>
        ))}
      </div>
      <div class="notice-actions">
        {notice.restart === true ? <RestartButton /> : null}
        {undo === undefined ? null : (
          <Act
            glyph="undo"
            onClick={() => {
              putNoticeAway(id)
              ask({ tag: "undo", run: undo })
            }}
          >
            Undo…
          </Act>
        )}
        <Button kind="quiet" glyph="cross" onClick={() => putNoticeAway(id)}>
          <span class="unseen">Put this message away</span>
        </Button>
      </div>
    </li>
  )
}

/** What happened, one beneath the other. It is read out when it comes. */
export const Notices = () => {
  const notices = useModel((model) => model.notices)
  return (
    <div class="notices" role="log" aria-live="polite" aria-relevant="additions" aria-label="Messages">
      <ul>
        {notices.map((notice) => (
          <One key={notice.id} notice={notice} />
        ))}
      </ul>
    </div>
  )
}
