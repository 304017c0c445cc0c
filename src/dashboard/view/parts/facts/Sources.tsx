import { sourceName, SOURCES } from "../../../model/sources/sources.ts"
import type { Source } from "../../../../domain/sources/Source.ts"
import type { Cell, Cells } from "../../../model/rows/rows.ts"
import { Glyph } from "../glyphs/Glyph.tsx"

/** What one source says, and whether it is the odd one out. */
export const SourceCell = ({ cell, odd }: { readonly cell: Cell; readonly odd: boolean }) => (
  <span class={`cell cell-${cell.says}${odd ? " cell-odd" : ""}`}>
    {odd ? <Glyph name="differs" /> : null}
    <span>{cell.text}</span>
    {odd ? <span class="unseen">, disagrees</span> : null}
  </span>
)

/** The four sources of one plugin side by side. */
export const Sources = ({
  cells,
  disagreeing
}: {
  readonly cells: Cells
  readonly disagreeing: ReadonlySet<Source>
}) => (
  <dl class="sources">
    {SOURCES.map((source) => (
      <div key={source} class="sources-one">
        <dt>{sourceName[source]}</dt>
        <dd>
          <SourceCell cell={cells[source]} odd={disagreeing.has(source)} />
        </dd>
      </div>
    ))}
  </dl>
)
