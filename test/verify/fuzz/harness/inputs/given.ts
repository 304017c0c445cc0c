/** Where an input comes from: a grammar or a real file, as it is or with a few bytes changed. */
import type { Make } from "../../grammars/json.ts"
import { mutated } from "./mutate.ts"
import { bytesOf } from "./Pieces.ts"
import type { Random } from "./Random.ts"

type Real = (random: Random) => Uint8Array

export const given = (random: Random, grammar: Make, real?: Real): Uint8Array => {
  const written = () => bytesOf(grammar(random))
  const base = real !== undefined && random.oneIn(4) ? real(random) : written()
  return random.oneIn(3) ? mutated(random, base, real === undefined ? written : () => real(random)) : base
}
