/** A sentence about what to do next: as text where every shell says the same, else with the steps in it as data. */
import type { NextStep } from "./NextStep.ts"

/** Without capital and full stop. */
export type Advice = string | ReadonlyArray<string | NextStep>

/** How one shell names each step: a noun, or a clause where `NextStep` says so. */
export type StepWords = {
  readonly [Tag in NextStep["_tag"]]: (step: Extract<NextStep, { readonly _tag: Tag }>) => string
}

/** A sentence with steps in it: advice`${NextStep.ShowHistory()} lists the runs`. */
export const advice = (texts: TemplateStringsArray, ...values: ReadonlyArray<string | NextStep>): Advice =>
  texts.flatMap((text, at) => [text, ...values.slice(at, at + 1)]).filter((part) => part !== "")

/** The sentence in a shell's words. */
export const adviceText = (told: Advice, words: StepWords): string =>
  typeof told === "string"
    ? told
    : told.map((part) => (typeof part === "string" ? part : wordOf(part, words))).join("")

const wordOf = <Tag extends NextStep["_tag"]>(
  step: Extract<NextStep, { readonly _tag: Tag }>,
  words: StepWords
): string => words[step._tag](step)
