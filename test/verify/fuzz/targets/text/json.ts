/** `parseJson`: the same texts as JSON itself, to a limited depth; why not, without telling what stands there. */
import { Effect, Result } from "effect"
import { isJsonObject } from "../../../../../src/json/JsonValue.ts"
import { JSON_DEPTH_MAX, parseJson } from "../../../../../src/json/parsing/parseJson.ts"
import { junk } from "../../grammars/json.ts"
import { corpus } from "../../harness/inputs/corpus.ts"
import { given } from "../../harness/inputs/given.ts"
import { pieces, textIn } from "../../harness/inputs/Pieces.ts"
import { promise, returned, type Target } from "../../harness/Target.ts"

/** Names and places, and where the end of a line is shown, its values hidden. */
const EXPLANATION =
  /^(?:the file is empty|it (?:begins with|holds nothing but) [^\n]*|nested more than \d+ levels deep|not valid JSON(?:: it breaks off before its end|, at line \d+, column \d+: [^\n]{1,300}))$/u

const depthOf = (value: unknown): number => {
  let depth = 0
  let level: ReadonlyArray<unknown> = [value]
  while (level.length > 0) {
    const next = level.flatMap((one): ReadonlyArray<unknown> =>
      Array.isArray(one) ? one : isJsonObject(one) ? Object.values(one) : []
    )
    if (level.some((one) => typeof one === "object" && one !== null)) depth++
    level = next
  }
  return depth
}

/** What JSON itself makes of it. */
const strictly = (text: string): Result.Result<unknown, unknown> =>
  Result.try((): unknown => JSON.parse(text))

export const json: Target = {
  name: "json",
  promises:
    "reads exactly what JSON is, to a limited depth, and says in one line where a text that it refuses is wrong",
  budget: 700,
  make: (random) => pieces({ text: given(random, junk, corpus.any) }),
  check: (input) =>
    Effect.gen(function* () {
      const text = textIn(input, "text")
      const parsed = yield* returned(() => parseJson(text))
      const strict = strictly(text)
      if (Result.isSuccess(parsed)) {
        yield* promise(Result.isSuccess(strict), "it reads what is no JSON")
        yield* promise(depthOf(parsed.success) <= JSON_DEPTH_MAX, "it reads what is nested too deep")
        return
      }
      const { message, problem } = parsed.failure
      yield* promise(EXPLANATION.test(message), "an explanation tells more than where", message)
      const tooDeep = Result.isSuccess(strict) && depthOf(strict.success) > JSON_DEPTH_MAX
      yield* promise(
        Result.isFailure(strict) || (tooDeep && problem === "too_deep"),
        "it refuses what is JSON",
        message
      )
    })
}
