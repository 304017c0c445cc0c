/** Pure: what a clone's failure means, by git's own words. */
import { Effect } from "effect"
import { BadArchive, DownloadFailed } from "../../../domain/errors/StoreError.ts"

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
export const UNSEEN = /[\u0000-\u001f\u007f]/u

/** Answers, for the next way may do; what time may cure, or condemns the plugin, is a failure. */
type Verdict = "absent" | { readonly refused: string } | "no such branch"

const NO_SUCH_BRANCH = /^fatal: Remote branch .* not found/mu
/** A server that wants to know who asks says it of repositories that are not there, GitHub's above all. */
const ABSENT =
  /^fatal: .*(?:repository .* not found|could not read Username|not appear to be a git repository|is this a git repository|returned error: (?:401|404|410)$)/mu
const DAMAGED = /^fatal: .*fsck error/mu
/** These codes, and those of a server in trouble, may be others tomorrow. */
const COME_BACK = /returned error: (?:403|408|425|429|5\d\d)$/mu
const REFUSED =
  /^fatal: .*(?:returned error: \d+$|Protocol "\w+" (?:not supported|disabled)|redirects followed|from redirection|transport '\w+' not allowed|dumb http|support shallow|dubious ownership)/mu

const COMPLAINTS_MAX = 20
const COMPLAINT_LENGTH_MAX = 1000

/**
 * Git's own complaints, beginning and end of those that nobody would read: a server has git repeat texts of any
 * length, and the patterns take the square of it.
 */
const complaints = (stderr: string): string =>
  stderr
    .split("\n")
    .filter((line) => /^(?:fatal|error): /u.test(line))
    .slice(0, COMPLAINTS_MAX)
    .map((line) =>
      line.length <= COMPLAINT_LENGTH_MAX
        ? line
        : line.slice(0, COMPLAINT_LENGTH_MAX / 2) + line.slice(-COMPLAINT_LENGTH_MAX / 2)
    )
    .join("\n")

/** The first of git's complaints, without what nobody sees. */
export const problemIn = (stderr: string): string => {
  const line = /^(?:fatal|error): (.*)$/mu.exec(stderr)?.[1] ?? "git ended without saying why"
  return line.replaceAll(new RegExp(UNSEEN, "gu"), " ").slice(0, 300)
}

/** What git's own words mean; whatever is unknown, trouble with the network above all, may be over soon. */
export const verdictOn = (
  address: string,
  stderr: string
): Effect.Effect<Verdict, DownloadFailed | BadArchive> => {
  const said = complaints(stderr)
  if (NO_SUCH_BRANCH.test(said)) return Effect.succeed("no such branch")
  if (ABSENT.test(said)) return Effect.succeed("absent")
  const problem = problemIn(said)
  if (DAMAGED.test(said)) return Effect.fail(new BadArchive({ code: "corrupt_archive", problem }))
  return REFUSED.test(said) && !COME_BACK.test(said)
    ? Effect.succeed({ refused: problem })
    : Effect.fail(new DownloadFailed({ address, problem }))
}
