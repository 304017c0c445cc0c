import { headline, type MainAction } from "../../model/headline.ts"
import type { PastRun } from "../../api/wire.ts"
import { repairedCount, repairToUndo, runStarted } from "../../model/words/runWords.ts"
import { valueOf } from "../../state/Loadable.ts"
import { busyKey, contactOf } from "../../state/Model.ts"
import { rowsOf } from "../../state/rowsOf.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { Act } from "../parts/controls/Button.tsx"
import { useNow, When } from "../parts/facts/When.tsx"
import { useSnoozed } from "./findings/useSnoozed.ts"
import { SignPanel } from "./SignPanel.tsx"

const NO_RUNS: ReadonlyArray<PastRun> = []

const MainButton = ({ busy, offer }: { readonly offer: MainAction; readonly busy: boolean }) => {
  const { ask, repairAll, resume } = useControls()
  switch (offer.tag) {
    case "none":
      return null
    case "repair":
      return (
        <Act kind="main" glyph="check" busy={busy} onClick={repairAll}>
          {offer.label}
        </Act>
      )
    case "resume":
      return (
        <Act kind="main" glyph="play" busy={busy} onClick={offer.repairs ? repairAll : () => resume()}>
          {offer.label}
        </Act>
      )
    case "undo":
      return (
        <Act glyph="undo" onClick={() => ask({ tag: "undo", run: offer.run })}>
          {offer.label}
        </Act>
      )
  }
}

const Pause = ({ busy }: { readonly busy: boolean }) => {
  const { suspend } = useControls()
  return (
    <Act kind="quiet" glyph="pause" busy={busy} onClick={() => suspend()}>
      Pause repairs
    </Act>
  )
}

/** What is wrong now, in one line, and what one click does about it. */
export const Hero = () => {
  const rows = useModel(rowsOf)
  const status = useModel((model) => model.status)
  const contact = useModel(contactOf)
  const installed = useModel((model) => model.installed)
  const looking = useModel(({ busy }) => busy.has(busyKey.repair))
  const pausing = useModel(({ busy }) => busy.has(busyKey.suspension))
  const { look } = useControls()
  const known = valueOf(installed) === undefined ? undefined : rows.length
  const runs = valueOf(useModel((model) => model.history))?.runs ?? NO_RUNS
  const repair = repairToUndo(runs, useNow())
  const repaired = repair === undefined ? "" : repairedCount(repair)
  const now = headline(status, contact, known, { lastRepair: repair?.run_id, isSnoozed: useSnoozed() })
  const suspended = status?.suspended.plugins ?? []
  const paused = status?.suspended.everything === true
  return (
    <section class={`hero hero-${now.tone}`} tabIndex={-1} aria-labelledby="headline">
      <SignPanel word={now.sign} tone={now.tone} plugins={rows} />
      <div class="hero-words">
        <div role="status">
          <h1 id="headline" tabIndex={-1}>
            {now.title}
          </h1>
          <p>{now.detail}</p>
        </div>
        <p class="hero-when">
          {status?.last_pass ? (
            <>
              Last looked <When iso={status.last_pass.started_at} />
            </>
          ) : (
            "Not looked yet"
          )}
          {repair === undefined ? null : (
            <>
              , last repaired <When iso={runStarted(repair)} />
              {repaired === "" ? "" : ` (${repaired})`}
            </>
          )}
        </p>
        {suspended.length === 0 ? null : (
          <p class="hero-when">
            Suspended, and left alone: <code dir="ltr">{suspended.join(", ")}</code>
          </p>
        )}
        <div class="buttons">
          <MainButton offer={now.offer} busy={looking || pausing} />
          {paused ? null : (
            <Act glyph="refresh" busy={looking} onClick={look}>
              Look again
            </Act>
          )}
          {paused || status === undefined ? null : <Pause busy={pausing} />}
        </div>
      </div>
    </section>
  )
}
