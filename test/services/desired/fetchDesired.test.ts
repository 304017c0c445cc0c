// A document that is a file, and the signature beside it.
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { HttpClient } from "effect/http"
import { fetchDesired, placeOf } from "../../../src/services/desired/fetchDesired.ts"
import { MemoryFiles } from "../../../src/testing/MemoryFiles.ts"

const PATH = "/signs/desired.json"

const noNetwork = HttpClient.make(() => Effect.die("a file is no request"))

const fetched = (files: { readonly [path: string]: string }) =>
  fetchDesired(placeOf(PATH), {}, true).pipe(
    Effect.provideService(HttpClient.HttpClient, noNetwork),
    Effect.provide(MemoryFiles.layer({ [PATH]: "{}", ...files }), { local: true })
  )

describe("the signature beside a file", () => {
  it.effect.each([".minisig", ".sig"])("is read from %s", (ending) =>
    Effect.gen(function* () {
      const document = yield* fetched({ [`${PATH}${ending}`]: "signed" })
      const signature = document === "unchanged" ? undefined : document.signature
      assert.strictEqual(new TextDecoder().decode(signature), "signed")
    })
  )

  it.effect("is none where no file of that name is there", () =>
    Effect.gen(function* () {
      const document = yield* fetched({})
      assert.isUndefined(document === "unchanged" ? "" : document.signature)
    })
  )

  it.effect.each([
    ["too long", { [`${PATH}.minisig`]: "x".repeat(5000) }, "it is larger than 4096 bytes"],
    ["a directory", { [`${PATH}.minisig/x`]: "" }, "is a directory"]
  ] as const)("is not taken for a missing one where it is %s", ([, files, why]) =>
    Effect.gen(function* () {
      const { error } = yield* Effect.flip(fetched({ ...files, [`${PATH}.sig`]: "signed" }))
      assert.include(error.message, `${PATH}.minisig: ${why}`)
    })
  )
})
