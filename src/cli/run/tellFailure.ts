/** Says what went wrong: a document on standard output for programs, two lines on standard error for people. */
import { Effect } from "effect"
import { type CliFailure, failureDocument } from "./CliFailure.ts"
import { PROGRAM } from "../arguments/commandTable.ts"
import { printErr, printOut } from "./streams.ts"
import { printedJson } from "../view/text/printedJson.ts"
import { safeText } from "../view/text/safeText.ts"

/** A trace keeps its lines; everything else is one line. */
const safeLines = (text: string): string => text.split("\n").map(safeText).join("\n")

const tellPerson = (failure: CliFailure): Effect.Effect<void> =>
  Effect.sync(() => {
    const hint = failure.hint === undefined ? "" : `  ${safeText(failure.hint)}\n`
    printErr(`${PROGRAM}: ${safeLines(failure.message)}\n${hint}`)
  })

/** Where standard output takes no document, a person may still read standard error. */
export const tellFailure = (failure: CliFailure, json: boolean): Effect.Effect<void> =>
  json
    ? printOut(`${printedJson(failureDocument(failure))}\n`).pipe(Effect.catch(() => tellPerson(failure)))
    : tellPerson(failure)
