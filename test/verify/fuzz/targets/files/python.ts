/** `pluginClass`: the class of a plugin, found in a source of which nothing is run. */
import { Effect } from "effect"
import { pluginClass } from "../../../../../src/services/store/install/pluginClass.ts"
import { anyOf, type Make, strange } from "../../grammars/json.ts"
import { given } from "../../harness/inputs/given.ts"
import { run } from "../../harness/inputs/mutate.ts"
import { bytesOf, pieces, textIn, textOf } from "../../harness/inputs/Pieces.ts"
import { promise, returned, type Target } from "../../harness/Target.ts"

const PARTS = [
  "class Clock(BasePlugin):\n    pass\n",
  "class Helper:\n",
  "class A",
  "(",
  ")",
  ":",
  "\n",
  " ",
  '"""',
  "'''",
  '"',
  "'",
  "#",
  "\\",
  '\\"',
  "class ",
  "BasePlugin",
  "import x\n",
  "    x = '#'\n",
  "ünïcode",
  "class Ü(BasePlugin):\n"
] as const

/** A few words again and again: where a pattern begins to look anew at each of them, it never ends. */
const again: Make = (random) => {
  const unit = random.many(1 + random.int(3), () => random.pick(PARTS)).join("")
  return random.pick(PARTS) + textOf(run(random, bytesOf(unit)))
}

const source: Make = (random) =>
  random
    .many(1 + random.size(30), () => (random.oneIn(12) ? anyOf(again, strange)(random) : random.pick(PARTS)))
    .join("")

const NAME = /^[A-Za-z_]\w*$/u

export const python: Target = {
  name: "python",
  promises: "a class is named only where the source has a line that begins one",
  budget: 300,
  make: (random) => pieces({ source: given(random, source) }),
  check: (input) =>
    Effect.gen(function* () {
      const text = textIn(input, "source")
      const found = yield* returned(() => pluginClass(text))
      if (found === undefined) return
      yield* promise(NAME.test(found), "a class has no name", found.slice(0, 200))
      yield* promise(
        text.split(/[\n\r]/u).some((line) => line.startsWith("class")),
        "a class is found where none begins",
        found
      )
    })
}
