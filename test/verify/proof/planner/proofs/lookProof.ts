/** What holds of every single look that a rule takes at a plugin. */
import type { Finding } from "../../../../../src/domain/findings/Finding.ts"
import type { Rule } from "../../../../../src/reconcile/judge/detectBy.ts"
import { pluginFacts, snapshotFacts } from "../../../../../src/reconcile/judge/facts/PluginFacts.ts"
import { asAgreed } from "../contract/contract.ts"
import { tellingsOf } from "../contract/contractOfStore.ts"
import type { Proof, Violation } from "../proof.ts"
import type { Space } from "./runProof.ts"
import { said } from "./said.ts"
import { Stage } from "../model/Stage.ts"
import { always, changePlugin, type World } from "../model/World.ts"

const findingsOf = (rule: Rule, stage: Stage, id: string): ReadonlyArray<Finding> => {
  const around = snapshotFacts(stage.snapshot, stage.policy)
  return rule
    .judge(pluginFacts(id, around), around)
    .flatMap((verdict) => (verdict._tag === "Found" ? [verdict.finding] : []))
}

const told = (findings: ReadonlyArray<Finding>, nowMs: number): string =>
  findings
    .map((finding) => `${said(finding)}${tellingsOf(finding, nowMs)}`)
    .toSorted()
    .join("; ")

/** The world with one more source read, for each that was not. */
const withOneMoreRead = (world: World): ReadonlyArray<World> => {
  const { config, disk, marks, state } = world.readable
  const read = (more: Partial<World["readable"]>): World => ({
    ...world,
    readable: { ...world.readable, ...more }
  })
  return [
    ...(config() ? [] : [read({ config: always(true) })]),
    ...(disk() ? [] : [read({ disk: always(true) })]),
    ...(marks() ? [] : [read({ marks: always(true) })]),
    ...(state() === "read" || state() === "retired" ? [] : [read({ state: always("read") })])
  ]
}

/**
 * A record is made valid from what it says itself although config or disk, unread, might have shown that it
 * is to be removed: that loses nothing, and the next run removes it.
 */
const maySay = (finding: Finding, then: ReadonlyArray<Finding>): boolean =>
  then.some((other) => said(other) === said(finding)) ||
  (finding.reason === "invalid_record" && then.some((other) => other.reason === "uninstalled_record"))

export const CONTRACT = "finds what the contract says, and nothing else"
export const UNREAD = "repairs nothing that depends on what was not read"
export const SAME = "says the same when asked again"
export const OWN = "speaks of its own plugin under its own name"

export const lookProof = (
  rule: Rule["type"],
  { axes, id, world: worldOf }: Space & { readonly id: string }
): Proof => ({
  title: `${rule} looks at ${JSON.stringify(id)}`,
  axes,
  visitor: (planner, choices) => {
    const world = worldOf(choices)
    const stage = new Stage(world)
    const judge = planner.rules.filter(({ type }) => type === rule)
    const look = () => judge.flatMap((one) => findingsOf(one, stage, id))
    return () => {
      const violations: Array<Violation> = []
      const object = (property: string, what: string) => violations.push({ property, what })
      stage.show(world)
      const findings = look()
      const found = told(findings, world.nowMs)
      const agreed = asAgreed(world, id, rule).join("; ")
      if (found !== agreed) object(CONTRACT, `found "${found}", the contract says "${agreed}"`)
      if (told(look(), world.nowMs) !== found) object(SAME, found)
      const stray = findings.find((finding) => finding.type !== rule || finding.id !== id)
      if (stray !== undefined) object(OWN, said(stray))
      const repairs = findings.filter((finding) => finding.fix._tag === "Auto")
      if (repairs.length === 0) return violations
      for (const other of withOneMoreRead(world)) {
        const then = stage.during(other, look)
        const hasty = repairs.find((finding) => !maySay(finding, then))
        if (hasty !== undefined)
          object(UNREAD, `${said(hasty)}, with one more source: ${told(then, world.nowMs)}`)
      }
      return violations
    }
  }
})

export const MANAGER = "says the same for all that the plugin manager may know"

/** The manager takes part in the list of ids and in nothing else. */
export const managerProof = ({ axes, id, world: worldOf }: Space & { readonly id: string }): Proof => ({
  title: "all rules look, for each answer of the manager",
  axes,
  visitor: (planner, choices) => {
    const world = worldOf(choices)
    const stage = new Stage(world)
    const detect = () => told(planner.detect(stage.snapshot, stage.policy), world.nowMs)
    const silent = { ...world, readable: { ...world.readable, manager: always(true) } }
    const worlds = [
      changePlugin(silent, id, { managed: always(false) }),
      changePlugin(silent, id, { managed: always(true) }),
      { ...silent, readable: { ...silent.readable, manager: always(false) } }
    ]
    return () => {
      const said = new Set(worlds.map((one) => stage.during(one, detect)))
      return said.size === 1 ? [] : [{ property: MANAGER, what: [...said].join(" or ") }]
    }
  }
})
