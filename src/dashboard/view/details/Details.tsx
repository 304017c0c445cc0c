import { useEffect } from "preact/hooks"
import type { BackOff } from "../../../domain/Controller.ts"
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import { isPluginId } from "../../../domain/plugin/PluginId.ts"
import { reasons } from "../../../domain/findings/reasons.ts"
import { whatComes } from "../../model/words/findingWords.ts"
import { reportedKey } from "../../model/findings/standing.ts"
import { reportedErrors } from "../../model/sources/unreadable.ts"
import type { PluginRow } from "../../model/rows/rows.ts"
import { valueOf } from "../../state/Loadable.ts"
import { busyKey } from "../../state/Model.ts"
import { rowsOf } from "../../state/rowsOf.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { Notices } from "../frame/Notices.tsx"
import { Modal } from "../dialogs/Modal.tsx"
import { Awaited, Blank } from "../parts/instead/Blank.tsx"
import { ChoiceButtons } from "../parts/controls/ChoiceButtons.tsx"
import { Button } from "../parts/controls/Button.tsx"
import { LastFailure } from "../parts/facts/LastFailure.tsx"
import { NotKnown } from "../parts/instead/NotKnown.tsx"
import { PluginName } from "../parts/facts/PluginName.tsx"
import { StandingMark } from "../parts/glyphs/StandingMark.tsx"
import { Trouble } from "../parts/instead/Trouble.tsx"
import { Wanted } from "../desired/Wanted.tsx"
import { About } from "./About.tsx"
import { Actions } from "./Actions.tsx"
import { Facts } from "./Facts.tsx"
import { Judgements } from "./Judgements.tsx"

const NONE: ReadonlyArray<ReportedFinding> = []

/** What is wrong with it and what comes of that, or what comes next. */
const Comes = ({
  backOff,
  findings,
  next
}: {
  readonly findings: ReadonlyArray<ReportedFinding>
  readonly backOff: BackOff | undefined
  readonly next: string
}) => (
  <div class="details-next">
    {findings.map((finding) => (
      <p key={reportedKey(finding)}>
        <strong>{reasons[finding.reason].meaning}.</strong> {whatComes(finding, backOff)}
      </p>
    ))}
    {findings.length === 0 ? <p>{next}</p> : null}
  </div>
)

const Content = ({ id, row }: { readonly id: string; readonly row: PluginRow | undefined }) => {
  const loadable = useModel(({ explanations }) => explanations.get(id))
  const { explain } = useControls()
  useEffect(() => explain(id), [explain, id])
  const [unread] = useModel(({ status }) => reportedErrors(status))
  const explanation = loadable && valueOf(loadable)
  if (loadable?.tag === "failed" && explanation === undefined) {
    if (loadable.code === "PLUGIN_NOT_FOUND")
      return unread === undefined ? (
        <Blank title="No source knows this plugin" />
      ) : (
        <NotKnown title="Whether this plugin is there is not known" error={unread} />
      )
    return <Trouble what="The explanation" problem={loadable.problem} onRetry={() => explain(id)} />
  }
  if (explanation === undefined) return <Awaited lines={8} what="The explanation" />
  return (
    <>
      <Comes findings={row?.findings ?? NONE} backOff={row?.backOff} next={explanation.next} />
      <Facts explanation={explanation} odd={row?.disagreeing} />
      <Wanted explanation={explanation} />
      <Judgements explanation={explanation} />
      <About explanation={explanation} row={row} />
    </>
  )
}

const Decisions = ({ row: { findings, id, name } }: { readonly row: PluginRow }) => {
  const busy = useModel((model) => model.busy.has(busyKey.plugin(id)))
  return (
    <div class="buttons">
      {findings.map((finding) => (
        <ChoiceButtons key={reportedKey(finding)} finding={finding} name={name} busy={busy} />
      ))}
    </div>
  )
}

/** A key that is no id: the controller answers nothing about it, and has nothing done to it. */
const NoPlugin = ({ row }: { readonly row: PluginRow | undefined }) => (
  <>
    <Comes findings={row?.findings ?? NONE} backOff={undefined} next="No source knows it." />
    {row === undefined ? null : <Decisions row={row} />}
    <p class="soft">
      An id is letters, digits, dots, lines and underscores, at most 128, and begins with a letter or a digit.
    </p>
  </>
)

/** It covers all else of the page, which can then not be pressed: so messages come in it. */
const Drawer = ({ id }: { readonly id: string }) => {
  const row = useModel((model) => rowsOf(model).find((one) => one.id === id))
  const { hideDetails } = useControls()
  return (
    <Modal kind="drawer" labelledBy="details" onClose={hideDetails}>
      <div class="drawer-head">
        <div>
          <h2 id="details">
            <PluginName id={id} name={row?.name ?? id} />
          </h2>
          {row === undefined ? null : <StandingMark standing={row.standing} />}
        </div>
        <Button kind="quiet" glyph="cross" onClick={hideDetails}>
          Close
        </Button>
      </div>
      {isPluginId(id) ? (
        <>
          {row === undefined ? null : <Actions row={row} />}
          <LastFailure ids={[id]} />
          <Content id={id} row={row} />
        </>
      ) : (
        <NoPlugin row={row} />
      )}
      <Notices />
    </Modal>
  )
}

/** Everything about one plugin: what each source says, how each rule decided, what comes next. */
export const Details = () => {
  const plugin = useModel(({ route }) => route.plugin)
  return plugin === undefined ? null : <Drawer key={plugin} id={plugin} />
}
