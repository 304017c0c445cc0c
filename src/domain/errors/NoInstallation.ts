import { Data } from "effect"

/** Why a directory is no installation of LEDMatrix. */
export type NoInstallationReason =
  | { readonly _tag: "Missing" }
  /** `code` is the system's, as `EACCES`; `problem` says it in words. */
  | { readonly _tag: "Unreadable"; readonly code: string; readonly problem: string }
  /** There is no directory `config`, or `somethingElse` has its name. */
  | { readonly _tag: "NoConfig"; readonly somethingElse: boolean }

/** The root is no directory of a LEDMatrix installation, or cannot be read. Nothing was created. */
export class NoInstallation extends Data.TaggedError("NoInstallation")<{
  readonly root: string
  /** What was looked for, absolute. */
  readonly path: string
  readonly reason: NoInstallationReason
}> {
  override get message(): string {
    switch (this.reason._tag) {
      case "Missing":
        return `${this.path}: no such directory`
      case "Unreadable":
        return `${this.path}: ${this.reason.problem}`
      case "NoConfig":
        return `${this.root} is no LEDMatrix installation: looked for the directory ${this.path}${
          this.reason.somethingElse ? ", which is something else" : ", which does not exist"
        }`
    }
  }
}
