/**
 * Where the server of a repository leads, by the rules for every redirect. Git has rules of its own, which know of no private
 * network, so git itself follows none.
 */
import { Effect } from "effect"
import type { HttpClient } from "effect/http"
import { withoutCredentials } from "../../../domain/text/withoutCredentials.ts"
import { httpGet } from "./httpGet.ts"

/** What git asks of a repository first. */
const FIRST_ASKED = "/info/refs"
const ASKED = "?service=git-upload-pack"

type Redirection = { readonly led?: string } | { readonly refused: string }

/** Nothing where it leads nowhere else, or gives no answer: of that git will say what it means. */
export const ledElsewhere = Effect.fnUntraced(function* (
  address: string
): Effect.fn.Return<Redirection, never, HttpClient.HttpClient> {
  const asked = new URL(address)
  asked.pathname = asked.pathname.replace(/\/?$/u, FIRST_ASKED)
  asked.search = ASKED
  const got = yield* httpGet(asked, {
    attemptsMax: 1,
    read: ({ request }) => Effect.succeed(request.url)
  }).pipe(Effect.orElseSucceed(() => ({ _tag: "Absent" }) as const))
  if (got._tag === "Misled") return { refused: got.problem }
  if (got._tag !== "Found") return {}
  const { origin, pathname } = new URL(got.value)
  if (origin === asked.origin && pathname === asked.pathname) return {}
  // Git takes what follows the first of these for the setting's value.
  return pathname.endsWith(FIRST_ASKED) && !pathname.includes("=")
    ? { led: origin + pathname.slice(0, -FIRST_ASKED.length) }
    : { refused: `${withoutCredentials(asked.href)} redirects to what is no repository` }
})
