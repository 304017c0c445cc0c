import { seenSpaces, seenText } from "../../../domain/text/seenText.ts"

/** Pure: a name from a stranger's file, of which nothing is hidden and which looks like no other. */
export const shownName = (name: string): string =>
  name === "" ? "(an empty name)" : seenSpaces(seenText(name))
