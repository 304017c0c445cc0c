/** Pure: what a clone's failure means, by git's own words. */
import { Effect } from "effect"
import { BadArchive, DownloadFailed } from "../../../domain/errors/FetchReason.ts"

/** A control character. */
// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
export const UNSEEN = /[\u0000-\u001f\u007f]/u

/** Where the next fetch method, or the next branch, may do. Anything else is a failure, transient or permanent. */
type GitVerdict = "absent" | { readonly refused: string } | "no such branch"

const NO_SUCH_BRANCH = /^fatal: Remote branch .* not found/mu
/** Servers, GitHub above all, ask for a login where a repository is not there. */
const ABSENT =
  /^fatal: .*(?:repository .* not found|could not read Username|not appear to be a git repository|is this a git repository|returned error: (?:401|404|410)$)/mu
const DAMAGED = /^fatal: .*fsck error/mu
/** These statuses, and those of a server in trouble, may be over tomorrow. */
const COME_BACK = /returned error: (?:403|408|425|429|5\d\d)$/mu
const REFUSED =
  /^fatal: .*(?:returned error: \d+$|Protocol "\w+" (?:not supported|disabled)|redirects followed|from redirection|transport '\w+' not allowed|dumb http|support shallow|dubious ownership)/mu

const COMPLAINTS_MAX = 20
const COMPLAINT_LENGTH_MAX = 1000

/**
 * The lines in which git complains, long ones cut in the middle: a server can make git repeat texts of any length, and
 * the patterns take the square of it.
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

/** The first of git's complaints, without control characters. At most 300 characters. */
export const problemIn = (stderr: string): string => {
  const line = /^(?:fatal|error): (.*)$/mu.exec(stderr)?.[1] ?? "git ended without saying why"
  return line.replaceAll(new RegExp(UNSEEN, "gu"), " ").slice(0, 300)
}

/** What git's complaints mean. Unknown ones, above all trouble with the network, count as transient. */
export const verdictOn = (
  address: string,
  stderr: string
): Effect.Effect<GitVerdict, DownloadFailed | BadArchive> => {
  const said = complaints(stderr)
  if (NO_SUCH_BRANCH.test(said)) return Effect.succeed("no such branch")
  if (ABSENT.test(said)) return Effect.succeed("absent")
  const problem = problemIn(said)
  if (DAMAGED.test(said)) return Effect.fail(new BadArchive({ code: "corrupt_archive", problem }))
  return REFUSED.test(said) && !COME_BACK.test(said)
    ? Effect.succeed({ refused: problem })
    : Effect.fail(new DownloadFailed({ address, problem }))
}
