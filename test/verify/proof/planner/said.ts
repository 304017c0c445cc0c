/** A finding in one line: its cause, and what is done about it. */
import { Action, ConfigEdit, StateEdit } from "../../../../src/domain/changes/Action.ts"
import type { Finding } from "../../../../src/domain/findings/Finding.ts"

const doneBy = (action: Action): string =>
  Action.$match(action, {
    EditConfig: ({ edit }) =>
      ConfigEdit.$match(edit, {
        AddEntry: ({ enabled }) => `AddEntry=${enabled}`,
        SetEntryEnabled: ({ to }) => `SetEntryEnabled=${to}`
      }),
    EditState: ({ edit }) =>
      StateEdit.$match(edit, {
        SetRecordEnabled: ({ to }) => `SetRecordEnabled=${to}`,
        SetRecordVersion: ({ to }) => `SetRecordVersion=${to}`,
        RebuildRecord: ({ to }) => `RebuildRecord=${to.enabled},${to.status},${to.version}`,
        RemoveRecord: () => "RemoveRecord"
      }),
    PutBack: () => "PutBack",
    Reinstall: () => "Reinstall",
    ReplaceBroken: () => "ReplaceBroken"
  })

export const said = ({ fix, reason }: Finding): string =>
  `${reason} ${fix._tag === "Auto" ? doneBy(fix.action) : fix._tag}`
