import { type Finding, type Fix, type Reason, type SideState } from "../../../domain/findings/Finding.ts"
import { found, type Verdict } from "./Verdict.ts"

/** A finding of what contradicts itself. */
export const corrupted = (
  id: string,
  reason: Reason,
  description: string,
  states: { readonly current: SideState; readonly expected: SideState } & Pick<Finding, "cause" | "choices">,
  fix: Fix
): Verdict => found({ id, type: "plugin_state_corrupted", reason, description, ...states, fix })
