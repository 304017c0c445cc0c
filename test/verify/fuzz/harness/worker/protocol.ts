/** What the process that tries inputs, and the one that watches over it, tell each other. */

/** One piece of work: some runs of one target. */
export interface Work {
  readonly target: string
  readonly seed: string
  readonly from: number
  readonly to: number
  /** Given instead of making inputs from the seed. */
  readonly inputs?: ReadonlyArray<{ readonly [piece: string]: string }>
}

/** A broken promise, with the smallest input that was found to break it: bytes in base64. */
export interface Finding {
  readonly target: string
  readonly seed: string
  readonly run: number
  readonly rule: string
  readonly detail: string
  readonly pieces: { readonly [piece: string]: string }
  readonly sizeBefore: number
}

export interface Summary {
  readonly target: string
  readonly runs: number
  readonly bytes: number
  readonly processorMs: number
  /** The longest run, against what it was allowed. */
  readonly worst: number
}

export type Message =
  | { readonly kind: "finding"; readonly finding: Finding }
  | { readonly kind: "summary"; readonly summary: Summary }
  | { readonly kind: "done" }

/** Set in the environment of the trying process: files with the work, the targets, and for the progress. */
export const WORK = "FUZZ_WORK"
export const TARGETS = "FUZZ_TARGETS"
export const PROGRESS = "FUZZ_PROGRESS"
