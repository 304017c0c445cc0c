import { useMemo, useState } from "preact/hooks"
import { counts, filterRows, type RowQuery } from "../../model/rows/filterRows.ts"
import { reportedErrors, whyUnknown } from "../../model/sources/unreadable.ts"
import { rowsOf } from "../../state/rowsOf.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { Awaited, Blank } from "../parts/instead/Blank.tsx"
import { Act, Button } from "../parts/controls/Button.tsx"
import { NotKnown } from "../parts/instead/NotKnown.tsx"
import { Trouble } from "../parts/instead/Trouble.tsx"
import { PluginTable } from "./PluginTable.tsx"
import { Toolbar } from "./Toolbar.tsx"

const ALL: RowQuery = { search: "", filter: "all", sort: "attention" }

/** What will be there is not known before the sign has been looked at once. */
const FirstLook = () => {
  const { show } = useControls()
  return (
    <Blank title="The sign is being looked at for the first time">
      <p class="soft">Plugins that are missing may be on their way.</p>
      <Button onClick={() => show("overview")}>See what is fetched</Button>
    </Blank>
  )
}

/** Every plugin with its four sources side by side. */
export const Plugins = () => {
  const rows = useModel(rowsOf)
  const installed = useModel((model) => model.installed)
  const { ask, reconnect, show } = useControls()
  const [wanted, setWanted] = useState(ALL)
  const isFirstLook = useModel(({ status }) => status?.last_report == null)
  const unread = whyUnknown(
    useModel(({ status }) => reportedErrors(status)),
    "disk"
  )
  const shown = useMemo(() => filterRows(rows, wanted), [rows, wanted])
  return (
    <section class="view">
      <h1 tabIndex={-1}>Plugins</h1>
      {installed.tag === "failed" && (unread === undefined || rows.length > 0) ? (
        <Trouble what="The list of plugins" problem={installed.problem} onRetry={reconnect} />
      ) : null}
      {rows.length === 0 && unread !== undefined ? null : (
        <Toolbar wanted={wanted} counts={counts(rows)} onWant={setWanted} />
      )}
      {wanted.filter === "updates" && shown.length > 1 ? (
        <div class="buttons">
          <Act glyph="down" onClick={() => ask({ tag: "update", ids: shown.map(({ id }) => id) })}>
            Update all {shown.length}…
          </Act>
        </div>
      ) : null}
      <p class="unseen" role="status">
        {shown.length === rows.length ? "" : `${shown.length} of ${rows.length} plugins shown`}
      </p>
      {installed.tag === "waiting" ? (
        <Awaited lines={8} what="The list of plugins" />
      ) : rows.length === 0 && unread !== undefined ? (
        <NotKnown title="What is installed is not known" error={unread} />
      ) : rows.length === 0 && installed.tag === "failed" ? null : rows.length === 0 && isFirstLook ? (
        <FirstLook />
      ) : rows.length === 0 ? (
        <Blank title="No plugin is installed yet">
          <Button kind="main" onClick={() => show("store")}>
            Look into the store
          </Button>
        </Blank>
      ) : shown.length === 0 ? (
        <Blank title="No plugin is like that">
          <Button onClick={() => setWanted({ ...ALL, sort: wanted.sort })}>Show all {rows.length}</Button>
        </Blank>
      ) : (
        <PluginTable rows={shown} />
      )}
    </section>
  )
}
