import type { Dot } from "../../model/picture/bitmaps.ts"
import type { Tone } from "../../model/headline.ts"
import type { PluginRow } from "../../model/rows/rows.ts"
import { SIGN_COLUMNS, signLayout } from "../../model/picture/signLayout.ts"

/** Lines of no length with round ends are dots. */
const dotPath = (dots: ReadonlyArray<Dot>): string =>
  dots.map(([x, y]) => `M${x + 0.5} ${y + 0.5}h0`).join("")

const unlit = (rows: number): string =>
  Array.from({ length: rows }, (_, y) => `M.5 ${y + 0.5}h${SIGN_COLUMNS}`).join("")

/** The headline as the sign itself would show it. The words beside it say the same, so screen readers skip this. */
export const SignPanel = ({
  plugins,
  tone,
  word
}: {
  readonly word: string
  readonly tone: Tone
  readonly plugins: ReadonlyArray<PluginRow>
}) => {
  const { lit, rows } = signLayout(word, tone, plugins)
  return (
    <svg class="sign" viewBox={`0 0 ${SIGN_COLUMNS} ${rows}`} aria-hidden="true" focusable="false">
      <path class="sign-unlit" d={unlit(rows)} />
      {[...lit].map(([light, dots]) => (
        <path key={light} class={`sign-lit sign-${light}`} d={dotPath(dots)} />
      ))}
    </svg>
  )
}
