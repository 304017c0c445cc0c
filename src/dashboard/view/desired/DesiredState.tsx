import { useEffect } from "preact/hooks"
import { asSentence } from "../../model/words/sentence.ts"
import { withTimes } from "../../model/words/time.ts"
import { valueOf } from "../../state/Loadable.ts"
import { busyKey } from "../../state/Model.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { Act } from "../parts/controls/Button.tsx"
import { When } from "../parts/facts/When.tsx"

const PAUSE_SECONDS = 2 * 60 * 60

const Revision = ({ revision, serial }: { readonly revision: string; readonly serial: number | null }) => (
  <>
    <code title={revision}>{revision.slice(0, 12)}</code>
    {serial === null ? "" : `, serial ${serial}`}
  </>
)

const Known = () => {
  const desired = useModel((model) => model.desired)
  const live = useModel(({ link }) => link.tag === "live")
  const busy = useModel((model) => model.busy.has(busyKey.desired))
  const { openDesired, pauseDesired, resumeDesired } = useControls()
  useEffect(() => {
    if (live) openDesired()
  }, [live, openDesired])
  const known = valueOf(desired)
  if (known === undefined) return null
  const { document, in_force, message, not_as_desired, offered, paused, rejected, sign } = known
  return (
    <section class="section" aria-labelledby="desired" tabIndex={-1}>
      <h2 id="desired">Desired state</h2>
      <p>{withTimes(asSentence(message))}</p>
      <dl class="facts-list desired-facts">
        <div>
          <dt>document</dt>
          <dd>
            <code dir="ltr">{document}</code>, as <bdi>{sign}</bdi>
          </dd>
        </div>
        <div>
          <dt>in force</dt>
          <dd>
            {in_force === null ? (
              "nothing yet"
            ) : (
              <>
                <Revision {...in_force} />, <When iso={in_force.accepted_at} say="for" />
              </>
            )}
          </dd>
        </div>
        {offered === null || offered.revision === in_force?.revision ? null : (
          <div>
            <dt>offered</dt>
            <dd>
              <Revision {...offered} />
            </dd>
          </div>
        )}
        <div>
          <dt>not as desired</dt>
          <dd>{not_as_desired ?? "not known yet"}</dd>
        </div>
        {rejected.map((one) => (
          <div key={one.revision}>
            <dt>taken back</dt>
            <dd>
              <Revision revision={one.revision} serial={null} />, <When iso={one.rejected_at} />:{" "}
              <bdi>{one.reasons.join("; ")}</bdi>
            </dd>
          </div>
        ))}
      </dl>
      <div class="desired-actions">
        {paused === null ? (
          <>
            <Act busy={busy} onClick={() => pauseDesired(PAUSE_SECONDS)} about="the desired state">
              Pause for 2 hours
            </Act>
            <Act busy={busy} onClick={() => pauseDesired()} about="the desired state">
              Pause until resumed
            </Act>
          </>
        ) : (
          <Act kind="main" busy={busy} onClick={resumeDesired} about="the desired state">
            Resume
          </Act>
        )}
      </div>
    </section>
  )
}

/** What the sign keeps to, and pausing it; only where it is given a document. */
export const DesiredState = () => {
  const isGiven = useModel(
    ({ status }) => status?.conditions.some(({ type }) => type === "AsDesired") === true
  )
  return isGiven ? <Known /> : null
}
