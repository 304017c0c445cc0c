/** Snapshots of an installation that has a desired state, from plain data, and what the rules look at in them. */
import type { Array as Arr } from "effect"
import type { ValueChange } from "../../../src/domain/changes/Change.ts"
import { Evidence } from "../../../src/domain/changes/Evidence.ts"
import { Repair } from "../../../src/domain/changes/Repair.ts"
import type {
  DesiredFields,
  DesiredOthers,
  SettingsPatch,
  DesiredPlugin
} from "../../../src/domain/desired/DesiredDocument.ts"
import { wantedOf } from "../../../src/domain/desired/desiredSign.ts"
import { desiredEvidence, type DesiredReason } from "../../../src/domain/desired/DesiredView.ts"
import { type Finding, Fix } from "../../../src/domain/findings/Finding.ts"
import type { PolicyValues } from "../../../src/domain/Policy.ts"
import type { Snapshot } from "../../../src/domain/sources/Snapshot.ts"
import { isJsonObject, isJsonValue, type JsonValue } from "../../../src/json/JsonValue.ts"
import { desiredFindingKey } from "../../../src/reconcile/judge/desired/desire.ts"
import { pluginFacts, snapshotFacts } from "../../../src/reconcile/judge/facts/PluginFacts.ts"
import { type Model, policyOf, snapshotOf } from "../snapshots.ts"

export const REVISION = "r1"

export interface Wants {
  readonly plugins?: { readonly [id: string]: DesiredFields }
  readonly others?: DesiredOthers
  /** Installed plugins that no store gives back. */
  readonly kept?: ReadonlyArray<string>
  /** What was undone of `clock`, and the revision that wanted it. */
  readonly undone?: readonly [reason: DesiredReason, revision: string]
}

const settingsOf = (config: Model["config"]): ReadonlyMap<string, { readonly [key: string]: JsonValue }> =>
  new Map(
    Object.entries(config ?? {}).flatMap(([id, entry]) => {
      if (!isJsonObject(entry) || !isJsonValue(entry)) return []
      const { enabled: _enabled, version: _version, ...settings } = entry
      return [[id, settings] as const]
    })
  )

/** The model with a desired state of one sign, that all signs have alike. */
export const desiring = (model: Model, { kept, others = "keep", plugins = {}, undone }: Wants): Snapshot => {
  const document = {
    plugins: new Map(Object.entries(plugins)),
    groups: new Map(),
    signs: new Map(),
    others,
    share: 1,
    serial: undefined
  }
  const snapshot = snapshotOf(model)
  const { ledger } = snapshot
  return {
    ...snapshot,
    ledger:
      undone === undefined
        ? ledger
        : {
            ...ledger,
            undone: new Map([[desiredFindingKey("clock", undone[0]), desiredEvidence(undone[1])]])
          },
    desired: {
      state: {
        document: "signs.json",
        revision: REVISION,
        sign: "left",
        plugins: wantedOf(document, "left"),
        others
      },
      settings: settingsOf(model.config),
      kept: new Set(kept)
    }
  }
}

/** What a rule is given of `clock`, or of another plugin. */
export const facing = (snapshot: Snapshot, policy: Partial<PolicyValues> = {}, id = "clock") => {
  const around = snapshotFacts(snapshot, policyOf(policy))
  return [pluginFacts(id, around), around] as const
}

/** What is wanted of an entry, of its settings in one patch after the other. */
export const wantedEntry = (
  enabled: boolean | undefined,
  ...settings: ReadonlyArray<SettingsPatch | null>
): Pick<DesiredPlugin, "enabled" | "settings"> => ({
  enabled: enabled === undefined ? undefined : { value: enabled, layer: "all" },
  settings: settings.map((value) => ({ value, layer: "all" }))
})

/** A finding that `clock` is not as desired. */
export const against = (
  reason: Finding["reason"],
  description: string,
  states: Pick<Finding, "current" | "expected" | "cause">,
  fix: Fix
): Finding => ({
  id: "clock",
  type: "plugin_not_as_desired",
  reason,
  description: `Plugin clock ${description}`,
  ...states,
  fix
})

/** A place in the entry of `clock`. */
export const inEntry = (cause: string, ...path: ReadonlyArray<string>) =>
  ({ plugin: "clock", cause, file: "config", key: ["clock", ...path] }) as const

/** Changes within the entry of `clock`, which has to be there. */
export const entryEdit = (...changes: Arr.NonEmptyReadonlyArray<ValueChange>): Fix =>
  Fix.Auto({
    repair: Repair.Edit({ changes, given: [Evidence.Object({ file: "config", key: ["clock"] })] })
  })
