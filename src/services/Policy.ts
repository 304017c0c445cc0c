/** What the operator decides, as runs and operations take it. */
import { Context, Effect } from "effect"
import type { PolicyValues } from "../domain/Policy.ts"

/**
 * What the operator decides before a run. Give it once, where a program puts its layers together. It has no default: a
 * program that forgot it would take an operator's own keys in config for plugins.
 */
export class Policy extends Context.Service<Policy, PolicyValues>()("ledmatrix-reconciler/services/Policy") {}

/** A run that was asked to replace what is broken does so by a policy of its own; the operator's stays as it is. */
export const replacingBroken =
  (isAsked: boolean) =>
  <A, E, R>(run: Effect.Effect<A, E, R>): Effect.Effect<A, E, R | Policy> =>
    Effect.updateService(run, Policy, (policy) => (isAsked ? { ...policy, replaceBroken: true } : policy))
