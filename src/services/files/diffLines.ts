/** Which lines of a document differ, with a line or two around each for where it stands. */
import { diff } from "node:util"
import type { DiffLine } from "../../domain/findings/FileDiff.ts"
import type { MaskedLine } from "../../json/masking/maskedLines.ts"

/** Lines that stay, before and after one that does not. */
const AROUND = 2

const CHANGE = { "1": "removed", "-1": "added", "0": "same" } as const

const changeOf = (operation: number): DiffLine["change"] =>
  operation === 0 ? CHANGE["0"] : operation > 0 ? CHANGE["1"] : CHANGE["-1"]

/** Only what changed is compared in detail: most of a file stays before and after it. */
const commonStart = (before: ReadonlyArray<MaskedLine>, after: ReadonlyArray<MaskedLine>): number => {
  const end = Math.min(before.length, after.length)
  let at = 0
  while (at < end && before[at]?.text === after[at]?.text) at++
  return at
}

export const diffLines = (
  before: ReadonlyArray<MaskedLine>,
  after: ReadonlyArray<MaskedLine>
): ReadonlyArray<DiffLine> => {
  const from = Math.max(0, commonStart(before, after) - AROUND)
  const rest = { before: before.slice(from), after: after.slice(from) }
  let [old, fresh] = [0, 0]
  const all = diff(
    rest.before.map(({ text }) => text),
    rest.after.map(({ text }) => text)
  ).map(([operation, text]): DiffLine => {
    const change = changeOf(operation)
    const line = change === "added" ? rest.after[fresh] : rest.before[old]
    if (change !== "added") old++
    if (change !== "removed") fresh++
    return { change, line: line?.line ?? 0, text }
  })
  return all.filter((_line, at) =>
    all.slice(Math.max(0, at - AROUND), at + AROUND + 1).some(({ change }) => change !== "same")
  )
}
