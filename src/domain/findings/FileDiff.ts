/** What a run would change in a file, line by line. Values of settings are `‹set›`. */

/** One line of the file: taken out, put in, or shown for where it stands. */
export interface DiffLine {
  readonly change: "removed" | "added" | "same"
  /** Of the file before for what is removed or stays, of the file after for what is added. */
  readonly line: number
  readonly text: string
}

/** Of a file its lines; of a plugin's directory what becomes of it. */
export type FileDiff =
  | { readonly file: string; readonly lines: ReadonlyArray<DiffLine> }
  | { readonly file: string; readonly plugin_id: string; readonly becomes: string }
