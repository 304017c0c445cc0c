import type { PassSummary, Trigger } from "../../../../domain/Controller.ts"
import type { ReportResult } from "../../../../domain/findings/Report.ts"
import { leftOver, notable } from "../../../model/picture/passHistory.ts"
import { exactTime } from "../../../model/words/time.ts"

const ROWS_MAX = 100

const RESULTS: { readonly [result in ReportResult]: string } = {
  in_sync: "In agreement",
  drift: "Something to repair",
  repaired: "Repaired",
  left_over: "Something left over",
  could_not_tell: "A file could not be read",
  failed: "Came to no end"
}

const TRIGGERS: { readonly [trigger in Trigger]: string } = {
  startup: "start",
  files: "a file changed",
  resync: "the clock",
  request: "a request",
  retry: "a pause was over",
  registry: "the store is back",
  operation: "an operation",
  resumed: "resumed",
  desired: "the desired state"
}

/** The picture in numbers, for people who cannot see it or want exact figures. */
export const PassTable = ({ passes }: { readonly passes: ReadonlyArray<PassSummary> }) => {
  const rows = notable(passes, ROWS_MAX)
  return (
    <details class="fold">
      <summary>As a table</summary>
      {rows.length === 0 ? (
        <p class="soft">At every look everything agreed.</p>
      ) : (
        // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- it scrolls, also with keys
        <div class="scroller" role="region" aria-label="Drift and repairs as a table" tabIndex={0}>
          <table class="numbers">
            <caption class="unseen">Looks at the sign that found something, newest first</caption>
            <thead>
              <tr>
                <th scope="col">When</th>
                <th scope="col">Result</th>
                <th scope="col">Found</th>
                <th scope="col">Repaired</th>
                <th scope="col">Left over</th>
                <th scope="col">Woken by</th>
              </tr>
            </thead>
            <tbody>
              {rows.map((pass) => (
                <tr key={pass.run_id}>
                  <th scope="row">{exactTime(pass.started_at)}</th>
                  <td>{RESULTS[pass.result]}</td>
                  <td>{pass.found}</td>
                  <td>{pass.fixed}</td>
                  <td>{leftOver(pass)}</td>
                  <td>{pass.triggers.map((trigger) => TRIGGERS[trigger]).join(", ")}</td>
                </tr>
              ))}
            </tbody>
          </table>
        </div>
      )}
    </details>
  )
}
