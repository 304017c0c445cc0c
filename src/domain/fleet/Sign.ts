/** A list of signs, strictly read: one that is misread would leave signs out, and a gate would call the rest fine. */
import { Result, Schema, SchemaIssue } from "effect"
import { parseJson, withoutByteOrderMark } from "../../json/parsing/parseJson.ts"
import type { DesiredStatus } from "../desired/DesiredStatus.ts"
import { withoutCredentials } from "../text/withoutCredentials.ts"

/** More is no list that one program can ask. */
const SIGNS_MAX = 50_000

const Name = Schema.String.check(
  Schema.isPattern(/^[\p{L}\p{N}][\p{L}\p{N} ._-]{0,127}$/u, {
    message: "a name of letters, digits, spaces and . _ -"
  })
)

/** What may be a key would be shown with the address. */
const Address = Schema.String.check(
  Schema.makeFilter((address) => {
    const url = URL.parse(address)
    return url !== null &&
      (url.protocol === "http:" || url.protocol === "https:") &&
      [url.username, url.password, url.search, url.hash].every((part) => part === "")
      ? undefined
      : "an address that begins with https:// or http://, without user, password, ? and #"
  })
)

const Entry = Schema.Struct({
  name: Name,
  address: Address,
  /** Of the token that its controller asks for; relative to the list. */
  token_file: Schema.optionalKey(Schema.NonEmptyString),
  groups: Schema.optionalKey(Schema.Array(Name))
})

/** One sign of a list: where its controller answers, and which file holds the token that it asks for. */
export type Sign = typeof Entry.Type

const List = Schema.Array(Entry).check(
  Schema.isMinLength(1, { message: "it names no signs" }),
  Schema.isMaxLength(SIGNS_MAX, { message: `it names more than ${SIGNS_MAX} signs` }),
  Schema.makeFilter((signs) => {
    const names = new Set<string>()
    for (const { name } of signs) {
      if (names.has(name)) return `the name ${name} once, not twice`
      names.add(name)
    }
    return undefined
  })
)

const decode = Schema.decodeUnknownResult(List, { onExcessProperty: "error" })
const explained = SchemaIssue.makeFormatterStandardSchemaV1()

/** The signs of a list, or what is wrong with it and where. LEDMatrix does not read it: a byte-order mark harms nothing. */
export const readSigns = (text: string): Result.Result<ReadonlyArray<Sign>, string> =>
  parseJson(withoutByteOrderMark(text)).pipe(
    Result.mapError(({ message }) => message),
    Result.flatMap((value) =>
      Result.mapError(decode(value), (error) => {
        const [first] = explained(error.issue).issues
        const path = (first?.path ?? []).map((part) => String(typeof part === "object" ? part.key : part))
        const where = path.length === 0 ? "the list" : path.join(".")
        return withoutCredentials(`${where}: ${first?.message ?? "it is no list of signs"}`)
      })
    )
  )

/** What asking a sign came to. What does not answer, or with something else, is unknown, and never fine. */
export type Answer<Status> =
  | { readonly _tag: "Answered"; readonly status: Status }
  | { readonly _tag: "Unknown"; readonly problem: string }

/** A sign of a list, and what asking it came to. */
export interface AskedSign {
  readonly name: string
  readonly address: string
  readonly answer: Answer<DesiredStatus>
  /** When it last answered, as far as this process has asked it. */
  readonly last_seen: string | null
}

/** What is unknown is never fine. */
export const isAsDesired = ({ answer }: Pick<AskedSign, "answer">): boolean =>
  answer._tag === "Answered" &&
  answer.status.state === "applied" &&
  answer.status.not_as_desired === 0 &&
  answer.status.findings === 0
