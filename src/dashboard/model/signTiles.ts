/** Pure: how the tile of a sign looks, and what its state is called. */
import type { SignTile } from "../../domain/fleet/SignTile.ts"
import type { Tone } from "./headline.ts"

interface Face {
  /** On the tile's panel: capitals that its font has. */
  readonly word: string
  readonly tone: Tone
  readonly words: string
}

const FACES: { readonly [state: string]: Face } = {
  settling: { word: "SETTLES", tone: "attention", words: "A new revision is being watched" },
  pending_share: { word: "LATER", tone: "attention", words: "Others take the new revision first" },
  rejected: { word: "REFUSED", tone: "bad", words: "It took the revision back" },
  unreadable: { word: "NO DOC", tone: "attention", words: "It cannot take the document" },
  paused: { word: "PAUSED", tone: "attention", words: "Paused" },
  waiting: { word: "NO DOC", tone: "attention", words: "It has read no document yet" },
  none: { word: "NO DOC", tone: "attention", words: "It is given no document" }
}

const FINE: Face = { word: "OK", tone: "good", words: "As desired" }
const DRIFT: Face = { word: "DRIFT", tone: "attention", words: "Left over" }

/** A state that this page does not know is no better than none. */
const SILENT: Face = { word: "SILENT", tone: "bad", words: "Unknown" }

export const faceOf = ({ as_desired, state }: SignTile): Face =>
  state === "applied"
    ? as_desired
      ? FINE
      : DRIFT
    : Object.hasOwn(FACES, state)
      ? (FACES[state] ?? SILENT)
      : SILENT

const ORDER: { readonly [tone in Tone]: number } = { bad: 0, attention: 1, quiet: 2, good: 3 }

/** What is not fine first. */
export const worstFirst = (signs: ReadonlyArray<SignTile>): ReadonlyArray<SignTile> =>
  signs.toSorted((a, b) => ORDER[faceOf(a).tone] - ORDER[faceOf(b).tone] || a.name.localeCompare(b.name))

/** Only the web is led to. */
export const linkOf = ({ address }: SignTile): string =>
  /^https?:\/\//iu.test(address) ? address : "#/signs"
