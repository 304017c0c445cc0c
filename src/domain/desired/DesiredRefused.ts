/** Why a document of desired states is not accepted. Nothing of a refused document is used. */
import { Data } from "effect"

/** The whole document is refused. Says where and what would be right, never a value of settings. */
export class DesiredRefused extends Data.TaggedError("DesiredRefused")<{
  /** Its file or address. */
  readonly document: string
  /** Counted from 1; 0 where no line is to blame. */
  readonly line: number
  /** What leads to the field. Empty for the document itself. */
  readonly path: ReadonlyArray<string>
  /** What is wrong with it, and what would be right. */
  readonly problem: string
}> {
  readonly code = "desired_refused"
  readonly transient = false
  /** The field in one word: `plugins.clock.enabled`. A key that is empty is seen too. */
  get field(): string {
    return this.path.map((name) => (name === "" ? '""' : name)).join(".")
  }
  override get message(): string {
    const line = this.line > 0 ? `, line ${this.line}` : ""
    const field = this.field === "" ? "" : `${this.field}: `
    return `the document ${this.document} is refused as a whole${line}: ${field}${this.problem}`
  }
}
