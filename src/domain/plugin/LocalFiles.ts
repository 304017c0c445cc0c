/** What became of the files that a plugin kept beside its code, when its directory was replaced. */
import { Schema } from "effect"

/** Paths of files are relative to the plugin's directory. */
export const LocalFilesFate = Schema.Struct({
  /** In the new version too: its login, its cache, its owner's own files. */
  carried_over: Schema.Array(Schema.String),
  /** In the kept copy alone, though no store may have them. */
  left_in_kept_copy: Schema.Array(Schema.String),
  /** Where the former version lies, relative to the root. */
  kept_copy: Schema.String
})
export interface LocalFilesFate extends Schema.Schema.Type<typeof LocalFilesFate> {}
