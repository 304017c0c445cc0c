/** Planners that are broken in what they take a desired state to say, and the property that has to see it. */
import type { DesiredPlugin } from "../../../../../src/domain/desired/DesiredDocument.ts"
import type { DesiredView } from "../../../../../src/domain/desired/DesiredView.ts"
import { ABSENT, desiredProof, KEPT, STANDS } from "../proofs/desiredProof.ts"
import { forgetful, type Mutation, withRule } from "./mutations.ts"
import { FEW_DESIRED, FEW_UNDONE, FEW_UNNAMED, VERSIONS } from "../proofs.ts"
import type { Planner } from "../model/run.ts"
import { LOSS } from "../proofs/runProperties.ts"
import { UNDONE_LEFT, undoneProof } from "../proofs/undoneProof.ts"

/** Rule 6 takes the desired state for another one. */
const misread = (see: (view: DesiredView, id: string) => DesiredView): Planner =>
  withRule("plugin_not_as_desired", (judge) => (plugin, around) => {
    const { snapshot } = around
    const { desired } = snapshot
    if (desired === undefined) return judge(plugin, around)
    return judge(plugin, { ...around, snapshot: { ...snapshot, desired: see(desired, plugin.id) } })
  })

/** It takes what is said of the plugin for something else. */
const misreadOfPlugin = (see: (wanted: DesiredPlugin) => DesiredPlugin): Planner =>
  misread((view, id) => {
    const wanted = view.state.plugins.get(id)
    return wanted === undefined
      ? view
      : { ...view, state: { ...view.state, plugins: new Map([[id, see(wanted)]]) } }
  })

const towards = () => desiredProof("towards a desired state", FEW_DESIRED)
const beside = () => desiredProof("beside a desired state", FEW_UNNAMED)

export const desiredMutations: ReadonlyArray<Mutation> = [
  {
    what: "rule 6 forgets the version that a document pins",
    planner: misreadOfPlugin((wanted) => ({ ...wanted, version: undefined })),
    proof: () => desiredProof("towards a desired version", VERSIONS),
    caughtBy: STANDS
  },
  {
    what: "rule 6 puts the settings of a document in place of all that the owner has set",
    planner: misreadOfPlugin((wanted) => ({
      ...wanted,
      settings: [{ value: null, layer: "all" }, ...wanted.settings]
    })),
    proof: towards,
    caughtBy: LOSS
  },
  {
    what: "rule 6 forgets the settings that a document wants",
    planner: misreadOfPlugin((wanted) => ({ ...wanted, settings: [] })),
    proof: towards,
    caughtBy: STANDS
  },
  {
    what: "rule 6 switches on what a document wants off",
    planner: misreadOfPlugin((wanted) => ({
      ...wanted,
      enabled: wanted.enabled && { ...wanted.enabled, value: true }
    })),
    proof: towards,
    caughtBy: STANDS
  },
  {
    what: "rule 6 brings what a document wants away",
    planner: misreadOfPlugin((wanted) => ({ ...wanted, absent: undefined })),
    proof: towards,
    caughtBy: ABSENT
  },
  {
    what: "rule 6 removes others where they are kept",
    planner: misread((view) => ({ ...view, state: { ...view.state, others: "remove" } })),
    proof: beside,
    caughtBy: KEPT
  },
  {
    what: "rule 6 removes others that no store gives back",
    planner: misread((view) => ({ ...view, kept: new Set() })),
    proof: beside,
    caughtBy: KEPT
  },
  {
    what: "what was undone of a desired state is forgotten",
    planner: forgetful,
    proof: () => undoneProof(FEW_UNDONE),
    caughtBy: UNDONE_LEFT
  }
]
