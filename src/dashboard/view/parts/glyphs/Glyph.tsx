import { type GlyphName, glyphPath } from "./glyphs.ts"

/** Only beside words that say the same: screen readers skip it. */
export const Glyph = ({ name }: { readonly name: GlyphName }) => (
  <svg class="glyph" viewBox="0 0 7 7" width="14" height="14" aria-hidden="true" focusable="false">
    <path d={glyphPath(name)} />
  </svg>
)
