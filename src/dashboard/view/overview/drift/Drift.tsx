import { useMemo, useState } from "preact/hooks"
import {
  beginMs,
  oldestFirst,
  leftOver,
  type Span,
  SPANS,
  spanLabel,
  summary
} from "../../../model/picture/passHistory.ts"
import { blankSheet, picture } from "../../../model/picture/picture.ts"
import { exactTime } from "../../../model/words/time.ts"
import { valueOf } from "../../../state/Loadable.ts"
import { useModel } from "../../../state/Shared.ts"
import { Choice } from "../../parts/controls/Choice.tsx"
import { useNow } from "../../parts/facts/When.tsx"
import { Chart } from "./Chart.tsx"
import { PassTable } from "./PassTable.tsx"

const REDRAW_MS = 60_000

/** Drift and repairs over time: what was still wrong after each look at the sign, and what was repaired. */
export const Drift = () => {
  const [span, setSpan] = useState<Span>("day")
  const [pointed, setPointed] = useState<number>()
  const passes = valueOf(useModel((model) => model.passes))
  const now = useNow(REDRAW_MS)
  const drawn = useMemo(() => {
    if (passes === undefined) return blankSheet
    const known = oldestFirst(passes)
    const until = Math.max(now, Date.parse(known.at(-1)?.started_at ?? "") || 0)
    return picture(known, beginMs(known, span, until), until)
  }, [passes, span, now])
  const shown = useMemo(() => drawn.points.map(({ pass }) => pass), [drawn])
  const pass = drawn.points.findLast(({ x }) => x === pointed)?.pass
  return (
    <section class="section" aria-labelledby="drift" tabIndex={-1}>
      <div class="section-head">
        <h2 id="drift">Drift and repairs</h2>
        <Choice
          name="span"
          label="Time shown"
          chosen={span}
          onChoose={setSpan}
          options={SPANS.map((value) => ({ value, text: spanLabel[value] }))}
        />
      </div>
      <figure class="picture">
        <Chart picture={drawn} pointed={pointed} onPoint={setPointed} />
        <figcaption>
          <span class="key key-attention">Left over</span>
          <span class="key key-good">Repaired</span>
          <span class="soft">
            {passes === undefined
              ? "…"
              : pass === undefined
                ? summary(shown)
                : `${exactTime(pass.started_at)}: ${pass.fixed} repaired, ${leftOver(pass)} left over`}
          </span>
        </figcaption>
      </figure>
      <PassTable passes={shown} />
    </section>
  )
}
