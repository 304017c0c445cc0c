/** Runs over installations in which earlier repairs were undone. */
import { type Finding, findingKey } from "../../../../../src/domain/findings/Finding.ts"
import { desiredEvidence } from "../../../../../src/domain/desired/DesiredView.ts"
import {
  pluginFacts,
  type SnapshotFacts,
  snapshotFacts
} from "../../../../../src/reconcile/judge/facts/PluginFacts.ts"
import { statementLine } from "../../../../../src/reconcile/judge/facts/undone.ts"
import { REVISION } from "../model/desiredState.ts"
import type { Choices } from "../spaces/exhaust.ts"
import { ANY_UNDONE, type Narrow, onePlugin } from "../spaces/onePlugin.ts"
import type { Proof } from "../proof.ts"
import type { Planner } from "../model/run.ts"
import { runProof } from "./runProof.ts"
import { type Property, runProperties } from "./runProperties.ts"
import { said } from "./said.ts"
import type { Stage } from "../model/Stage.ts"
import type { World } from "../model/World.ts"

/** Evidence that no source gives any more. */
const ONCE = "once"

export const UNDONE_LEFT = "leaves alone what was undone"
const UNDONE_TOLD = "tells what was undone"

const leftAlone: Property = ({ first }) => {
  const [round] = first.rounds
  const tried = round?.repaired?.settled.flatMap(({ findings }) => findings) ?? []
  const again = tried.find((finding) => {
    const then = first.begun.undone.get(findingKey(finding))
    return then !== undefined && then !== ONCE
  })
  return again === undefined ? undefined : `${said(again)} is done again`
}

const isTold: Property = ({ first, planner, stage }) => {
  const [round] = first.rounds
  const findings = round?.findings ?? first.last
  const fresh = stage.during({ ...first.begun, undone: new Map() }, ({ policy, snapshot }) =>
    planner.detect(snapshot, policy)
  )
  const silent = fresh.find(
    (finding) =>
      (first.begun.undone.get(findingKey(finding)) ?? ONCE) !== ONCE &&
      !findings.some(({ reason, type }) => reason === "undone" && type === finding.type)
  )
  return silent === undefined ? undefined : `${said(silent)} is not told as undone`
}

/** Of a desired state its revision, of anything else what all sources say. */
const evidenceOf = ({ id, type }: Finding, around: SnapshotFacts): string =>
  type === "plugin_not_as_desired"
    ? desiredEvidence(REVISION)
    : statementLine(pluginFacts(id, around), around)

const undo =
  (wasUndone: (choices: Choices, type: Finding["type"]) => "no" | "yes" | "once") =>
  (world: World, stage: Stage, planner: Planner, choices: Choices): World => {
    stage.show(world)
    const around = snapshotFacts(stage.snapshot, stage.policy)
    const undone = new Map<string, string>()
    for (const finding of planner.detect(stage.snapshot, stage.policy)) {
      if (finding.fix._tag !== "Auto") continue
      const was = wasUndone(choices, finding.type)
      if (was === "no") continue
      const then = was === "yes" ? evidenceOf(finding, around) : ONCE
      undone.set(findingKey(finding), then)
      // Strange keys in a file that any program may have written.
      if (was === "once") undone.set("no key", ONCE).set("[5]", ONCE)
    }
    return { ...world, undone }
  }

export const undoneProof = (narrow: Narrow, title = "runs where repairs were undone"): Proof => {
  const space = onePlugin("clock", { ...ANY_UNDONE, ...narrow })
  return runProof(
    title,
    space,
    { ...runProperties, [UNDONE_LEFT]: leftAlone, [UNDONE_TOLD]: isTold },
    undo(space.wasUndone)
  )
}
