import { sourceName, SOURCES } from "../../model/sources/sources.ts"
import type { PluginRow } from "../../model/rows/rows.ts"
import { PluginLine } from "./PluginLine.tsx"

/**
 * A table on wide screens, a list of cards on narrow ones. The roles are spelled out because browsers forget
 * that a table is one when it is laid out differently.
 */
export const PluginTable = ({ rows }: { readonly rows: ReadonlyArray<PluginRow> }) => (
  <table class="plugins" role="table">
    <caption class="unseen">Plugins, and what config, disk, manager and saved state say of each</caption>
    <thead role="rowgroup">
      <tr role="row">
        <th role="columnheader" scope="col">
          Plugin
        </th>
        {SOURCES.map((source) => (
          <th key={source} role="columnheader" scope="col">
            {sourceName[source]}
          </th>
        ))}
        <th role="columnheader" scope="col">
          Verdict
        </th>
        <th role="columnheader" scope="col">
          On
        </th>
        <th role="columnheader" scope="col">
          Update
        </th>
      </tr>
    </thead>
    <tbody role="rowgroup">
      {rows.map((row) => (
        <PluginLine key={row.id} row={row} />
      ))}
    </tbody>
  </table>
)
