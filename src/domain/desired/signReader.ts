/** The strict reader of what a document says of one sign. */
import { Result } from "effect"
import type { DesiredPart, DesiredPlugins } from "./DesiredDocument.ts"
import {
  arrayOf,
  fault,
  knownFields,
  optional,
  orRather,
  type Reader,
  withHint,
  wrongType
} from "./fields.ts"

/** One for all signs that have none: a document may list many thousands. */
const NO_GROUPS: ReadonlyArray<string> = []
const NO_PLUGINS: DesiredPlugins = new Map()

/** One sign of a document whose groups are known. */
export const signReader = (
  plugins: Reader<DesiredPlugins>,
  known: ReadonlyMap<string, unknown>
): Reader<DesiredPart> => {
  const group: Reader<string> = (value, path) =>
    typeof value !== "string"
      ? wrongType(path, value, "the name of a group")
      : known.has(value)
        ? Result.succeed(value)
        : fault(
            path,
            withHint(`there is no group ${JSON.stringify(value)}`, orRather(value, [...known.keys()]))
          )
  const groups = arrayOf(group)
  const fields = knownFields(["groups", "plugins"])
  // No generator: V8 keeps something of each for long, and there are many thousands of signs.
  return (value, path) =>
    Result.flatMap(fields(value, path), (members) =>
      Result.flatMap(optional(members, "groups", path, groups, NO_GROUPS), (named) =>
        Result.map(optional(members, "plugins", path, plugins, NO_PLUGINS), (own) => ({
          groups: named,
          plugins: own
        }))
      )
    )
}
