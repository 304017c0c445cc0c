/** Why a plugin could not be put in its place in the plugins directory. */
import { Data } from "effect"

/** Somebody else, LEDMatrix or another run of ours, is working on this plugin, or just was. */
export class OperationInProgress extends Data.TaggedError("OperationInProgress")<{
  readonly plugin: string
  readonly problem: string
}> {
  readonly code = "operation_in_progress"
  readonly transient = true
  override get message(): string {
    return `${this.plugin}: ${this.problem}`
  }
}

/** The directory's name is taken by something that is not ours to replace. */
export class NameTaken extends Data.TaggedError("NameTaken")<{
  readonly path: string
}> {
  readonly code = "name_taken"
  readonly transient = false
  override get message(): string {
    return `${this.path}: something else is there`
  }
}

/** A file that the plugin keeps beside its code could not be copied into the new release: the installed one stays. */
export class NotCarriedOver extends Data.TaggedError("NotCarriedOver")<{
  /** Relative to the plugin's directory. */
  readonly path: string
  readonly problem: string
  readonly transient: boolean
}> {
  readonly code = "not_carried_over"
  override get message(): string {
    return `its file ${this.path} could not be carried over into the new version (${this.problem}); the installed version stays`
  }
}

/** The installed directory is not replaced, because it is its owner's own work, or another program's. */
export class NotReplaced extends Data.TaggedError("NotReplaced")<{
  readonly code: "symlinked_plugin" | "local_changes" | "bundled" | "local_only"
  readonly problem: string
}> {
  readonly transient = false
  override get message(): string {
    return `it is not replaced: ${this.problem}`
  }
}

/** Why a plugin could not be put in place, or moved. */
export type PlaceReason = OperationInProgress | NameTaken | NotCarriedOver | NotReplaced
