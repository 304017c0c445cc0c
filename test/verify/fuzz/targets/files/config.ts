/** `config/config.json` read, and edited as the repairs of rule 1 and 3 edit it. */
import { Effect, Option, Result } from "effect"
import { isJsonObject } from "../../../../../src/json/JsonValue.ts"
import { parseJson } from "../../../../../src/json/parsing/parseJson.ts"
import { decodeUtf8 } from "../../../../../src/services/files/reading/jsonFileReader.ts"
import { Config } from "../../../../../src/services/Config.ts"
import { ConfigWriter } from "../../../../../src/services/writing/ConfigWriter.ts"
import { absent, addEntry, says, setEntryEnabled } from "../../../../support/judge/edits.ts"
import { config as grammar, marks } from "../../grammars/documents.ts"
import { knownId } from "../../grammars/words.ts"
import { corpus } from "../../harness/inputs/corpus.ts"
import {
  contentOf,
  installationOf,
  laid,
  nothingWritten,
  onlyInside
} from "../../harness/surroundings/disk.ts"
import { given } from "../../harness/inputs/given.ts"
import { pieces, textIn } from "../../harness/inputs/Pieces.ts"
import { answered, promise, type Target } from "../../harness/Target.ts"

const FILE = "config/config.json"

const parsedObject = (bytes: Uint8Array) =>
  Option.fromUndefinedOr(decodeUtf8(bytes)).pipe(
    Option.flatMap((text) => Result.getSuccess(parseJson(text))),
    Option.filter(isJsonObject)
  )

export const config: Target = {
  name: "config",
  promises:
    "an unreadable config is said to be, and never written; a readable one keeps every setting through a repair",
  budget: 120,
  make: (random) =>
    pieces({
      [FILE]: given(random, grammar, corpus.config),
      "config/config_secrets.json": given(random, random.oneIn(2) ? grammar : marks),
      id: knownId(random)
    }),
  check: (input) =>
    Effect.gen(function* () {
      yield* laid(input)
      const before = input.get(FILE) ?? new Uint8Array()
      const id = textIn(input, "id")
      const reading = yield* (yield* Config).read
      yield* (yield* Config).warnings
      yield* nothingWritten
      const object = parsedObject(before)
      yield* promise(Result.isSuccess(reading) === Option.isSome(object), "reading and parsing differ")
      const value = Option.isSome(object) && Object.hasOwn(object.value, id) ? object.value[id] : undefined
      const enabled = isJsonObject(value) ? value["enabled"] : undefined
      const edit =
        value === undefined
          ? addEntry(id, false)
          : setEntryEnabled(id, typeof enabled === "boolean" ? says(enabled) : absent, enabled !== true)
      yield* answered((yield* ConfigWriter).change("config", [edit]))
      yield* onlyInside
      const after = yield* contentOf(FILE)
      if (Option.isNone(object))
        return yield* promise(Buffer.from(after).equals(before), "a config that cannot be read is written")
      const now = parsedObject(after)
      if (Option.isNone(now)) return yield* promise(false, "a config is broken by its repair")
      for (const [key, was] of Object.entries(object.value)) {
        const same = JSON.stringify(now.value[key]) === JSON.stringify(was)
        yield* promise(same || key === id, "a setting that no edit names is another", key.slice(0, 200))
      }
    }).pipe(Effect.provide(installationOf()))
}
