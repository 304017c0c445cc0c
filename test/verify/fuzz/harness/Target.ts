/** One border of the program where hostile input comes in. A target is one small file in `targets/`. */
import { Cause, Data, Effect, Exit, type Scope } from "effect"
import type { Pieces } from "./inputs/Pieces.ts"
import type { Random } from "./inputs/Random.ts"

/** A promise that an input breaks. `rule` is stable, so that shrinking keeps to the same one. */
export class Broken extends Data.TaggedError("Broken")<{
  readonly rule: string
  readonly detail: string
}> {
  override get message(): string {
    return this.detail === "" ? this.rule : `${this.rule}: ${this.detail}`
  }
}

export interface Target {
  readonly name: string
  /** What is parsed, and what is promised of it beyond what is promised of every target. */
  readonly promises: string
  /** Runs of the fixed budget in `npm test`, chosen so that all targets together take seconds. */
  readonly budget: number
  readonly make: (random: Random) => Pieces
  /** Fails with `Broken`; a defect, or a failure without a type, counts as a crash. */
  readonly check: (input: Pieces) => Effect.Effect<void, Broken, Scope.Scope>
}

export const promise = (holds: boolean, rule: string, detail = ""): Effect.Effect<void, Broken> =>
  holds ? Effect.void : Effect.fail(new Broken({ rule, detail }))

const isNamed = (value: unknown): value is { readonly message: string; readonly _tag: string } =>
  typeof value === "object" &&
  value !== null &&
  "_tag" in value &&
  typeof value._tag === "string" &&
  "message" in value &&
  typeof value.message === "string"

/** What is wrong with a failure as a failure: it has to be named, explained, and told in one line. */
export const faultOfFailure = (failure: unknown): string | undefined => {
  if (!isNamed(failure)) return `not a tagged error: ${String(failure).slice(0, 200)}`
  if (failure.message.trim() === "") return `${failure._tag} says nothing`
  return "transient" in failure && typeof failure.transient !== "boolean"
    ? `${failure._tag} does not say whether time can cure it`
    : undefined
}

/** How `effect` ended: a typed failure is an answer as good as any other. A defect stays one. */
export const answered = <A, E, R>(
  effect: Effect.Effect<A, E, R>
): Effect.Effect<Exit.Exit<A, E>, Broken, R> =>
  Effect.flatMap(Effect.exit(effect), (exit): Effect.Effect<Exit.Exit<A, E>, Broken> => {
    if (Exit.isSuccess(exit)) return Effect.succeed(exit)
    const failed = exit.cause.reasons.find(Cause.isFailReason)
    if (failed === undefined || exit.cause.reasons.some(Cause.isDieReason)) {
      return Effect.fail(new Broken({ rule: "it crashes", detail: Cause.pretty(exit.cause).slice(0, 2000) }))
    }
    const fault = faultOfFailure(failed.error)
    return fault === undefined
      ? Effect.succeed(exit)
      : Effect.fail(new Broken({ rule: "a failure is not typed", detail: fault }))
  })

/** The answer of a plain function, which may not throw. */
export const returned = <A>(run: () => A): Effect.Effect<A, Broken> =>
  Effect.try({
    try: run,
    catch: (thrown) =>
      new Broken({
        rule: "it throws",
        detail: thrown instanceof Error ? (thrown.stack ?? thrown.message) : String(thrown)
      })
  })
