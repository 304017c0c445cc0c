import { type Finding, type Fix, type Reason, type SideState } from "../../../domain/findings/Finding.ts"

/** A finding against the desired state. */
export const undesired = (
  id: string,
  reason: Reason,
  description: string,
  states: { readonly current: SideState; readonly expected: SideState } & Pick<Finding, "cause" | "rightKey">,
  fix: Fix
): Finding => ({
  id,
  type: "plugin_not_as_desired",
  reason,
  description: `Plugin ${id} ${description}`,
  ...states,
  fix
})
