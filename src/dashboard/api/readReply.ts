/** Reads an answer of the API: the envelope, and what it carries. */
import { type Reply, failed, type ReplyProblem } from "./Reply.ts"
import { isObject } from "./shapes.ts"

export type Guard<A> = (value: unknown) => value is A

const text = (value: unknown): string | undefined =>
  typeof value === "string" && value !== "" ? value : undefined

const parsed = (body: string): unknown => {
  try {
    return JSON.parse(body)
  } catch {
    return undefined
  }
}

/** Problem details speak of `detail` and `title`, LEDMatrix's errors of `message`. */
const problemOf = (status: number, body: unknown): ReplyProblem => {
  const fields = isObject(body) ? body : {}
  const fixes = fields["suggested_fixes"]
  const hint = Array.isArray(fixes) ? text(fixes[0]) : undefined
  return {
    kind: status === 401 ? "token" : "refused",
    code: text(fields["error_code"]) ?? `HTTP_${status}`,
    message:
      text(fields["message"]) ??
      text(fields["detail"]) ??
      text(fields["title"]) ??
      `the controller answered ${status}`,
    ...(hint === undefined ? {} : { hint })
  }
}

const OTHER: ReplyProblem = {
  kind: "refused",
  code: "NOT_UNDERSTOOD",
  message: "what answered says something that this page does not understand"
}

export const readReply = <A>(status: number, body: string, isWanted: Guard<A>): Reply<A> => {
  const document = parsed(body)
  if (status < 200 || status > 299) return failed(problemOf(status, document))
  if (!isObject(document) || document["status"] !== "success") return failed(OTHER)
  const { data, message } = document
  return isWanted(data) ? { ok: true, value: data, message: text(message) ?? "" } : failed(OTHER)
}

/** The content of an event; none where it is not what it should be. */
export const readEvent = <A>(data: string, isWanted: Guard<A>): A | undefined => {
  const document = parsed(data)
  return isWanted(document) ? document : undefined
}
