import { type FindingStanding, standingWord } from "../../../model/findings/standing.ts"
import { Glyph } from "./Glyph.tsx"
import type { GlyphName } from "./glyphs.ts"

const GLYPHS: { readonly [standing in FindingStanding]: GlyphName } = {
  failed: "alert",
  person: "person",
  waiting: "pause",
  note: "info",
  fine: "check"
}

/** How something stands: shape, colour and word together. */
export const StandingMark = ({ standing }: { readonly standing: FindingStanding }) => (
  <span class={`mark mark-${standing}`}>
    <Glyph name={GLYPHS[standing]} />
    <span>{standingWord[standing]}</span>
  </span>
)
