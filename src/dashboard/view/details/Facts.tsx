import type { SourceStatement } from "../../../domain/findings/Explanation.ts"
import type { Source } from "../../../domain/sources/Source.ts"
import type { PluginExplanation } from "../../api/wire.ts"
import { sourceName, sourcePlace, SOURCES } from "../../model/sources/sources.ts"
import { Glyph } from "../parts/glyphs/Glyph.tsx"

const NOWHERE: ReadonlySet<Source> = new Set()

/** As LEDMatrix writes times: local ones, without a zone. */
const TIME = /^(\d{4}-\d\d-\d\d)T(\d\d:\d\d:\d\d)(?:\.\d+)?$/u

const shown = (value: unknown): string =>
  Array.isArray(value)
    ? value.map(shown).join(", ")
    : typeof value === "string"
      ? value.replace(TIME, "$1 $2")
      : JSON.stringify(value)

const Says = ({ said }: { readonly said: SourceStatement }) => {
  if (said.error !== undefined) return <p class="facts-error">Cannot be read: {said.error}</p>
  if (said.retired === true) return <p class="soft">This LEDMatrix keeps none.</p>
  if (!said.known) return <p class="soft">Does not know it.</p>
  const facts = Object.entries(said.facts ?? {})
  if (facts.length === 0) return <p>Knows it.</p>
  return (
    <dl class="facts-list">
      {facts.map(([name, value]) => (
        <div key={name}>
          <dt>{name.replaceAll("_", " ")}</dt>
          <dd>{shown(value)}</dd>
        </div>
      ))}
    </dl>
  )
}

/** The four sources side by side. */
export const Facts = ({
  explanation,
  odd = NOWHERE
}: {
  readonly explanation: PluginExplanation
  readonly odd?: ReadonlySet<Source> | undefined
}) => (
  <section aria-labelledby="facts">
    <h3 id="facts">What each source says</h3>
    <div class="facts">
      {SOURCES.map((source) => (
        <div key={source} class={odd.has(source) ? "facts-one facts-odd" : "facts-one"}>
          <h4>
            {odd.has(source) ? <Glyph name="differs" /> : null}
            {sourceName[source]}
            {odd.has(source) ? <span class="facts-flag">disagrees</span> : null}
          </h4>
          <p class="facts-place">{sourcePlace[source]}</p>
          <Says said={explanation[source]} />
        </div>
      ))}
    </div>
  </section>
)
