/** Where each setting comes from, for people. */
import type { SettingOrigin } from "../../settings/settingsInFile.ts"
import { safeText } from "../text/safeText.ts"
import type { Style } from "../text/Style.ts"
import { table } from "../text/table.ts"

/** The lines, without their line feeds. */
export const settingsView = (origins: ReadonlyArray<SettingOrigin>, style: Style): ReadonlyArray<string> =>
  table(
    ["SETTING", "VALUE"],
    origins.map(({ from, name, value }) => ({
      cells: [{ text: name }],
      last:
        value === null
          ? [{ text: from, paint: style.dim }]
          : [{ text: safeText(value) }, { text: `from ${safeText(from)}`, paint: style.dim }]
    })),
    style
  )
