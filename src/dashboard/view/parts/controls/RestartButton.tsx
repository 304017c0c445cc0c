import { busyKey } from "../../../state/Model.ts"
import { useControls, useModel } from "../../../state/Shared.ts"
import { Act } from "./Button.tsx"

/** Where LEDMatrix can be asked to restart its display; nothing where a person has to do it on the machine. */
export const RestartButton = () => {
  const canRestart = useModel(({ status }) => status?.can_restart_display === true)
  const busy = useModel((model) => model.busy.has(busyKey.restart))
  const { ask } = useControls()
  return canRestart ? (
    <Act glyph="refresh" busy={busy} onClick={() => ask({ tag: "restart" })}>
      Restart the display…
    </Act>
  ) : null
}
