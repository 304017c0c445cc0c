/** The input of one run: made from its seed, or given. Anybody can make it again. */
import type { Pieces } from "./Pieces.ts"
import type { Work } from "../worker/protocol.ts"
import { Random } from "./Random.ts"
import type { Target } from "../Target.ts"

export const inBase64 = (input: Pieces): { readonly [piece: string]: string } =>
  Object.fromEntries([...input].map(([name, bytes]) => [name, Buffer.from(bytes).toString("base64")]))

export const fromBase64 = (named: { readonly [piece: string]: string }): Pieces =>
  new Map(Object.entries(named).map(([name, text]) => [name, Buffer.from(text, "base64")]))

export const inputOf = (target: Target, { inputs, seed }: Work, run: number): Pieces =>
  inputs === undefined
    ? target.make(new Random(`${seed} ${target.name} ${run}`))
    : fromBase64(inputs[run] ?? {})
