import { sourceName, SOURCES } from "../../model/sources/sources.ts"
import type { PluginRow } from "../../model/rows/rows.ts"
import { busyKey } from "../../state/Model.ts"
import { hashOf } from "../../state/Route.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import { Act } from "../parts/controls/Button.tsx"
import { Glyph } from "../parts/glyphs/Glyph.tsx"
import { PluginName } from "../parts/facts/PluginName.tsx"
import { SourceCell } from "../parts/facts/Sources.tsx"
import { StandingMark } from "../parts/glyphs/StandingMark.tsx"
import { Switch } from "../parts/controls/Switch.tsx"

export const PluginLine = ({ row }: { readonly row: PluginRow }) => {
  const { cells, disagreeing, enabled, id, installed, name, standing, suspended } = row
  const busy = useModel((model) => model.busy.has(busyKey.plugin(id)))
  const working = useModel(({ status }) =>
    status?.operations.some((one) => one.plugin_id === id && one.completed_at === null)
  )
  const { ask, show, toggle } = useControls()
  const occupied = busy || working === true
  return (
    <tr role="row" class={`plugin plugin-${standing}`}>
      <th role="rowheader" scope="row">
        <a
          href={hashOf({ view: "plugins", plugin: id })}
          onClick={(event) => {
            if (event.metaKey || event.ctrlKey || event.shiftKey) return
            event.preventDefault()
            show("plugins", id)
          }}
        >
          <PluginName id={id} name={name} />
          <Glyph name="more" />
          <span class="unseen">, details</span>
        </a>
      </th>
      {SOURCES.map((source) => (
        <td key={source} role="cell" class="plugin-source">
          <span class="plugin-label">{sourceName[source]}</span>
          <SourceCell cell={cells[source]} odd={disagreeing.has(source)} />
        </td>
      ))}
      <td role="cell" class="plugin-standing">
        <StandingMark standing={standing} />
        {suspended ? (
          <span class="mark mark-paused">
            <Glyph name="pause" />
            <span>Suspended</span>
          </span>
        ) : null}
      </td>
      <td role="cell" class="plugin-switch">
        {installed === undefined ? (
          <span class="soft">not installed</span>
        ) : (
          <Switch about={`${name} is on`} isOn={enabled} busy={occupied} onSwitch={(on) => toggle(id, on)} />
        )}
      </td>
      <td role="cell" class="plugin-more">
        {installed?.update_available === true ? (
          <Act
            about={`${name} to ${installed.latest_version}`}
            busy={occupied}
            onClick={() => ask({ tag: "update", ids: [id] })}
          >
            Update…
          </Act>
        ) : null}
      </td>
    </tr>
  )
}
