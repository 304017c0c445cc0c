import type { ComponentChildren } from "preact"
import { useModel } from "../../../state/Shared.ts"
import { Glyph } from "../glyphs/Glyph.tsx"
import type { GlyphName } from "../glyphs/glyphs.ts"

interface ButtonProps {
  readonly children: ComponentChildren
  readonly onClick: () => void
  readonly kind?: "main" | "plain" | "danger" | "quiet"
  readonly glyph?: GlyphName
  /** Says what the words on it leave open, such as which plugin. */
  readonly about?: string
  readonly busy?: boolean
  /** Left alone without taking the focus away from it, as `disabled` would. */
  readonly off?: boolean
}

export const Button = ({ about, busy, children, glyph, kind = "plain", off, onClick }: ButtonProps) => {
  const idle = busy === true || off === true
  return (
    <button
      type="button"
      class={`button button-${kind}`}
      aria-disabled={idle ? "true" : undefined}
      aria-busy={busy === true ? "true" : undefined}
      onClick={() => {
        if (!idle) onClick()
      }}
    >
      {glyph === undefined ? null : <Glyph name={glyph} />}
      <span>
        {children}
        {about === undefined ? null : <span class="unseen"> {about}</span>}
      </span>
    </button>
  )
}

/** A button that asks something of the controller, and waits for better times while it is gone. */
export const Act = (props: ButtonProps) => {
  const live = useModel(({ link }) => link.tag === "live")
  return <Button {...props} off={props.off === true || !live} />
}
