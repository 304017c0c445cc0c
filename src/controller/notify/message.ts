/** Pure: a notification as it is sent. One document that ntfy, Home Assistant and Slack each take what they know from. */
import type { JsonValue } from "../../json/JsonValue.ts"
import type { Need } from "./needsPerson.ts"

/** What there is to tell after a pass. */
export interface News {
  readonly sign: string
  readonly needs: ReadonlyArray<Need>
  /** What is solved, in the words in which it was announced. */
  readonly solved: ReadonlyArray<string>
}

/** A longer push is not read to its end. */
const LINES_MAX = 10

const count = (number: number): string => (number === 1 ? "one thing" : `${number} things`)

const titleOf = ({ needs, sign, solved }: News): string =>
  needs.length > 0
    ? `${sign}: ${count(needs.length)} ${needs.length === 1 ? "needs" : "need"} you`
    : `${sign}: ${count(solved.length)} ${solved.length === 1 ? "is" : "are"} solved`

/** The words in which a webhook says that it has ended. */
export const solvedWords = ({ about, meaning }: Need): string =>
  meaning.startsWith(about) ? meaning : `${about}: ${meaning}`

const sentence = (text: string): string =>
  `${text.slice(0, 1).toUpperCase()}${text.slice(1).replace(/\.$/u, "")}.`

const lineOf = (need: Need): string =>
  `${solvedWords(need)}.${need.advice === undefined ? "" : ` ${sentence(need.advice)}`}`

const shortened = (lines: ReadonlyArray<string>): string =>
  [
    ...lines.slice(0, LINES_MAX),
    ...(lines.length > LINES_MAX ? [`and ${lines.length - LINES_MAX} more`] : [])
  ].join("\n")

/** `topic` is ntfy's, where the address names one. */
export const messageOf = (news: News, topic: string | undefined): JsonValue => {
  const { needs, sign, solved } = news
  const title = titleOf(news)
  const message = shortened([...needs.map(lineOf), ...solved.map((what) => `Solved: ${what}.`)])
  return {
    ...(topic === undefined ? {} : { topic }),
    title,
    message,
    // Slack's.
    text: `*${title}*\n${message}`,
    priority: needs.length > 0 ? 4 : 2,
    tags: [needs.length > 0 ? "warning" : "white_check_mark"],
    sign,
    status: needs.length > 0 ? "needs_person" : "solved",
    findings: needs.map(({ about, meaning, reason }) => ({ about, reason, meaning })),
    solved: [...solved]
  }
}
