/** Where the server of a repository leads, asked by our own rules before git is started, which follows no redirect. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { HttpClient, HttpClientResponse } from "effect/http"
import { IsPrivateHost } from "../../../../src/ports/PrivateHost.ts"
import { ledElsewhere } from "../../../../src/services/store/fetch/ledElsewhere.ts"

const REFS = "/info/refs?service=git-upload-pack"

/** A network in which these addresses redirect; all else is answered with that status. */
const asking = (
  address: string,
  redirects: { readonly [from: string]: string | undefined },
  otherwise = 200
) => {
  const asked: Array<string> = []
  const client = HttpClient.make((request, url) => {
    asked.push(url.href)
    const location = redirects[url.href]
    return Effect.succeed(
      HttpClientResponse.fromWeb(
        request,
        location === undefined
          ? new Response(null, { status: otherwise })
          : new Response(null, { status: 301, headers: { location } })
      )
    )
  })
  return ledElsewhere(address).pipe(
    Effect.map((led) => [led, asked] as const),
    Effect.provideService(HttpClient.HttpClient, client),
    Effect.provideService(IsPrivateHost, (host) => Effect.succeed(host.endsWith(".inside")))
  )
}

const OLD = "https://git.example/me/old.git"
const REFUSED = "redirects to an address that is not followed"

describe("a repository", () => {
  it.effect("is where its address says, if its server leads nowhere else", () =>
    Effect.map(asking(OLD, {}), (told) => assert.deepStrictEqual(told, [{}, [OLD + REFS]]))
  )

  it.effect("is where its server leads, step by step", () =>
    Effect.gen(function* () {
      const middle = "https://git.example/me/new.git"
      const last = "https://other.example/you/new"
      const [led] = yield* asking(OLD, { [OLD + REFS]: middle + REFS, [middle + REFS]: last + REFS })
      assert.deepStrictEqual(led, { led: last })
    })
  )

  it.effect.each([404, 401, 503])("is left to git where the answer is %i", (status) =>
    Effect.map(asking(OLD, {}, status), ([led, asked]) => {
      assert.deepStrictEqual([led, asked.length], [{}, 1])
    })
  )

  it.effect.each([
    ["into a private network", `https://router.inside/me/old${REFS}`, REFUSED],
    ["from https to http", `http://git.example/me/old${REFS}`, REFUSED],
    ["to a file", "file:///etc/passwd", REFUSED],
    ["with a password", `https://me:secret@git.example/me/old${REFS}`, REFUSED],
    ["to a page", "https://git.example/sorry", "redirects to what is no repository"],
    [
      "to what git would take for a setting",
      `https://git.example/a=b${REFS}`,
      "redirects to what is no repository"
    ]
  ])("is refused where its server leads %s", ([_where, location, problem]) =>
    Effect.map(asking(OLD, { [OLD + REFS]: location }), ([led]) =>
      assert.deepStrictEqual(led, { refused: `${OLD}/info/refs ${problem}` })
    )
  )

  it.effect("of a private network may lead within it", () =>
    Effect.map(
      asking("https://git.inside/a", { [`https://git.inside/a${REFS}`]: `https://nas.inside/a${REFS}` }),
      ([led]) => assert.deepStrictEqual(led, { led: "https://nas.inside/a" })
    )
  )
})
