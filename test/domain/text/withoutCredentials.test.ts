// Keys travel in addresses: what is shown of one holds none.
import { assert, describe, it } from "@effect/vitest"
import { Arbitrary, Schema } from "effect"

import { carriesCredentials, withoutCredentials } from "../../../src/domain/text/withoutCredentials.ts"

const part = Arbitrary.schema(Schema.NonEmptyString)

describe("what is shown of addresses", () => {
  it.each([
    ["https://me:word@host/path", "https://host/path"],
    ["https://me:w@rd@host/", "https://host/"],
    ["https://me'self:word@host/", "https://host/"],
    ["https://host/it's?token=1", "https://host/it's"],
    ["https://host/#it's", "https://host/"],
    [`https://host/${"long".repeat(1000)}?token=1`, `https://host/${"long".repeat(1000)}`],
    ["fatal: 'https://me:word@host/a.git/': no host", "fatal: 'https://host/a.git/': no host"],
    ["http://a,http://me:word@b/ and c?d", "http://a,http://b/ and c?d"],
    ["no address @ all?", "no address @ all?"]
  ])("of %j is %j", (text, shown) => {
    assert.strictEqual(withoutCredentials(text), shown)
  })

  it.prop("is scheme, host and path of any address", [part, part, part, part, part], (parts) => {
    const url = new URL("https://host.example/")
    const [path, query, fragment, user, word] = parts
    url.pathname = path
    url.search = query
    url.hash = fragment
    url.username = user
    url.password = word
    assert.strictEqual(withoutCredentials(url.href), `https://host.example${url.pathname}`)
    assert.isTrue(carriesCredentials(url.href))
  })
})
