/** What a schema has against a value, for clients: where, and what. The value itself is not repeated. */
import { type Schema, SchemaIssue } from "effect"
import type { Issue } from "../../api/envelope.ts"

const format = SchemaIssue.makeFormatterStandardSchemaV1()

const ISSUES_MAX = 20

const segment = (part: PropertyKey | { readonly key: PropertyKey }): string | number => {
  const key = typeof part === "object" ? part.key : part
  return typeof key === "number" ? key : String(key)
}

/** A request may hold any number of faults, of any length. */
const shortened = (part: string | number): string | number =>
  typeof part === "string" && part.length > 100 ? `${part.slice(0, 100)}…` : part

/** `whole` is what the value is called where all of it is wrong. */
export const issuesOf = (error: Schema.SchemaError, whole: string): ReadonlyArray<Issue> =>
  format(error.issue)
    .issues.slice(0, ISSUES_MAX)
    .map(({ message, path }) => ({
      path: path === undefined || path.length === 0 ? [whole] : path.map(segment).map(shortened),
      message
    }))
