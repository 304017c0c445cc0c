import type { Condition } from "../../../domain/Controller.ts"
import { withoutOptions } from "../../model/words/sentence.ts"
import { withTimes } from "../../model/words/time.ts"
import { useModel } from "../../state/Shared.ts"
import { Glyph } from "../parts/glyphs/Glyph.tsx"
import type { GlyphName } from "../parts/glyphs/glyphs.ts"
import { When } from "../parts/facts/When.tsx"

type Type = Condition["type"]
type Feel = "good" | "attention" | "bad" | "quiet"

/** In this order; what each is called, and how good it is that it is so, or not. */
const KINDS: ReadonlyArray<{
  readonly type: Type
  readonly name: string
  readonly feel: { readonly [status in Condition["status"]]: Feel }
}> = [
  { type: "Ready", name: "Ready", feel: { true: "good", false: "bad", unknown: "quiet" } },
  { type: "Reconciling", name: "Looking now", feel: { true: "quiet", false: "quiet", unknown: "quiet" } },
  {
    type: "Degraded",
    name: "Something left over",
    feel: { true: "attention", false: "good", unknown: "quiet" }
  },
  {
    type: "RegistryReachable",
    name: "Store reachable",
    feel: { true: "good", false: "attention", unknown: "quiet" }
  },
  {
    type: "AsDesired",
    name: "As desired",
    feel: { true: "good", false: "attention", unknown: "quiet" }
  }
]

const WORDS: { readonly [status in Condition["status"]]: string } = {
  true: "Yes",
  false: "No",
  unknown: "Unknown"
}

const GLYPHS: { readonly [feel in Feel]: GlyphName } = {
  good: "check",
  attention: "alert",
  bad: "alert",
  quiet: "dash"
}

const NONE: ReadonlyArray<Condition> = []

/** The things that programs wait for and monitors watch, with since when and why. */
export const Conditions = () => {
  const conditions = useModel(({ status }) => status?.conditions ?? NONE)
  // Only a sign with a desired state has this one.
  const kinds = KINDS.filter(
    ({ type }) => type !== "AsDesired" || conditions.some((one) => one.type === type)
  )
  return (
    <section class="section" aria-labelledby="conditions" tabIndex={-1}>
      <h2 id="conditions">Conditions</h2>
      <dl class="conditions">
        {kinds.map(({ feel, name, type }) => {
          const condition = conditions.find((one) => one.type === type)
          const felt = condition === undefined ? "quiet" : feel[condition.status]
          return (
            <div key={type} class={`condition condition-${felt}`}>
              <dt>
                {name} <code>{type}</code>
              </dt>
              <dd>
                <span class="condition-is">
                  <Glyph name={GLYPHS[felt]} />
                  {condition === undefined ? "…" : WORDS[condition.status]}
                </span>
                {condition === undefined ? null : <When iso={condition.changed_at} say="for" />}
                <p class="soft">
                  {withTimes(withoutOptions(condition?.message ?? " "))} <code>{condition?.reason}</code>
                </p>
              </dd>
            </div>
          )
        })}
      </dl>
    </section>
  )
}
