import { reportedKey } from "../../model/findings/standing.ts"
import type { PluginRow } from "../../model/rows/rows.ts"
import {
  asSecond,
  remediesFor,
  remedyKind,
  remedyLabel,
  type RemedyButton
} from "../../model/findings/remedies.ts"
import { busyKey } from "../../state/Model.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { OperationProgress } from "../overview/Operations.tsx"
import { ChoiceButtons } from "../parts/controls/ChoiceButtons.tsx"
import { Act } from "../parts/controls/Button.tsx"
import { Switch } from "../parts/controls/Switch.tsx"

/** These stand below anyway. */
const OWN: ReadonlySet<RemedyButton> = new Set(["enable", "disable", "uninstall", "resume"])

/** All that can be done with one plugin. */
export const Actions = ({ row }: { readonly row: PluginRow }) => {
  const { enabled, findings, id, installed, name, suspended } = row
  const busy = useModel((model) => model.busy.has(busyKey.plugin(id)) || model.busy.has(busyKey.repair))
  const everything = useModel(({ status }) => status?.suspended.everything === true)
  const ticket = useModel(({ status }) =>
    status?.operations.find((one) => one.plugin_id === id && one.completed_at === null)
  )
  const { ask, remedy, resume, suspend, toggle, update } = useControls()
  const occupied = busy || ticket !== undefined
  const remedies = new Set(
    findings.flatMap((finding) => remediesFor(finding, { everything, plugin: suspended }))
  )
  const first = [...remedies].find((one) => remedyKind[one] === "main" && !OWN.has(one))
  return (
    <div class="details-actions">
      <div class="buttons">
        {findings.map((finding) => (
          <ChoiceButtons key={reportedKey(finding)} finding={finding} name={name} busy={occupied} />
        ))}
        {[...remedies]
          .filter((one) => !OWN.has(one))
          .map((one) => (
            <Act
              key={one}
              kind={one === first ? "main" : asSecond(remedyKind[one])}
              busy={occupied}
              onClick={() => remedy(one, id, name)}
            >
              {remedyLabel[one]}
            </Act>
          ))}
        {installed === undefined ? null : (
          <>
            <Switch
              about={`${name} is on`}
              isOn={enabled}
              busy={occupied}
              onSwitch={(on) => toggle(id, on)}
            />
            <Act
              glyph="down"
              busy={occupied}
              onClick={() => (installed.update_available ? ask({ tag: "update", ids: [id] }) : update(id))}
            >
              {installed.update_available ? `Update to ${installed.latest_version}…` : "Look for an update"}
            </Act>
          </>
        )}
        {suspended ? (
          <Act glyph="play" busy={occupied} onClick={() => resume(id)}>
            Resume its repairs
          </Act>
        ) : (
          <Act glyph="pause" busy={occupied} onClick={() => suspend(id)}>
            Suspend
          </Act>
        )}
        {installed === undefined ? null : (
          <Act kind="danger" busy={occupied} onClick={() => ask({ tag: "uninstall", id, name })}>
            Uninstall…
          </Act>
        )}
      </div>
      {ticket === undefined ? null : <OperationProgress ticket={ticket} />}
      {suspended ? <p class="soft">It is suspended: it is looked at, and left as it is.</p> : null}
    </div>
  )
}
