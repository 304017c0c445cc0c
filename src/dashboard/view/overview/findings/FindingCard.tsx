import type { Choice } from "../../../../domain/findings/Finding.ts"
import type { ReportedFinding } from "../../../../domain/findings/Report.ts"
import { reasons } from "../../../../domain/findings/reasons.ts"
import { cellsOfFindings } from "../../../model/rows/foundCells.ts"
import { whatComes } from "../../../model/words/findingWords.ts"
import {
  asSecond,
  remediesFor,
  type RemedyButton,
  remedyKind,
  remedyLabel
} from "../../../model/findings/remedies.ts"
import { shownName } from "../../../model/words/shownName.ts"
import { standingOf } from "../../../model/findings/standing.ts"
import { busyKey } from "../../../state/Model.ts"
import { rowsOf } from "../../../state/rowsOf.ts"
import { useControls, useModel } from "../../../state/Shared.ts"
import { SnoozeChoice } from "./SnoozeChoice.tsx"
import { Act, Button } from "../../parts/controls/Button.tsx"
import { ChoiceButtons } from "../../parts/controls/ChoiceButtons.tsx"
import { LastFailure } from "../../parts/facts/LastFailure.tsx"
import { PluginName } from "../../parts/facts/PluginName.tsx"
import { RestartButton } from "../../parts/controls/RestartButton.tsx"
import { Sources } from "../../parts/facts/Sources.tsx"
import { StandingMark } from "../../parts/glyphs/StandingMark.tsx"

const NOWHERE: ReadonlySet<never> = new Set()

/** What only a restart of the display may cure. */
const DISPLAY_ACTS: ReadonlySet<string> = new Set(["not_loaded", "still_loaded", "older_version_runs"])

const NO_CHOICES: ReadonlyArray<Choice> = []

/** What comes of each choice, before one is made. */
const Directories = ({ finding: { choices = NO_CHOICES } }: { readonly finding: ReportedFinding }) => (
  <ul class="changes">
    {choices.map(({ choice, does }) => (
      <li key={choice}>
        <code dir="ltr">{choice}</code> {does}
      </li>
    ))}
  </ul>
)

/** One thing that is not right: what, why, what comes of it, and what a click does. */
export const FindingCard = ({ finding }: { readonly finding: ReportedFinding }) => {
  const { plugin_id: id, reason } = finding
  const row = useModel((model) => rowsOf(model).find((one) => one.id === id))
  const everything = useModel(({ status }) => status?.suspended.everything === true)
  const view = useModel(({ route }) => route.view)
  const busy = useModel((model) => model.busy.has(busyKey.plugin(id)) || model.busy.has(busyKey.repair))
  const { remedy, show } = useControls()
  const name = row?.name ?? shownName(id)
  const standing = standingOf(finding)
  const remedies = remediesFor(finding, { everything, plugin: row?.suspended === true })
  const first = remedies.find((one) => remedyKind[one] === "main")
  const others = remedies.filter((one) => one !== first)
  const remedyButton = (one: RemedyButton) => (
    <Act
      key={one}
      kind={one === first && standing === "person" ? "main" : asSecond(remedyKind[one])}
      about={name}
      busy={busy}
      onClick={() => remedy(one, id, name)}
    >
      {remedyLabel[one]}
    </Act>
  )
  return (
    <li class={`card card-${standing}`}>
      <div class="card-words">
        <div class="card-head">
          <h3>
            <PluginName id={id} name={name} />
          </h3>
          <StandingMark standing={standing} />
        </div>
        <p class="card-what">{reasons[reason].meaning}.</p>
        <p class="soft">{whatComes(finding, row?.backOff)}</p>
        {reason === "duplicate_id" ? <Directories finding={finding} /> : null}
        <LastFailure ids={[id]} />
      </div>
      <Sources cells={row?.cells ?? cellsOfFindings([finding])} disagreeing={row?.disagreeing ?? NOWHERE} />
      <div class="card-acts">
        <div class="buttons">
          {DISPLAY_ACTS.has(reason) ? <RestartButton /> : null}
          {standing === "fine" ? null : <ChoiceButtons finding={finding} name={name} busy={busy} />}
          {first === undefined ? null : remedyButton(first)}
          {others.map(remedyButton)}
        </div>
        <div class="buttons">
          <Button kind="quiet" about={name} onClick={() => show(view, id)}>
            Explain
          </Button>
          {standing === "note" ? null : <SnoozeChoice finding={finding} about={name} />}
        </div>
      </div>
    </li>
  )
}
