/** Which addresses are followed: tables. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { readAddress, redirectTarget, whereGitHubIs } from "../../../../src/services/store/fetch/addresses.ts"
import { StoreSettings } from "../../../../src/services/store/StoreSettings.ts"

const https = "https://example.org/plugins.json"
const http = "http://example.org/plugins.json"
const local = "/srv/store/plugins.json"

const shown = (registry: string, address: string): string =>
  Result.match(readAddress({ ...StoreSettings.defaults, registry }, "clock", address), {
    onFailure: ({ code }) => code,
    onSuccess: (found) => (found._tag === "Local" ? found.path : found.url.href)
  })

describe("an address", () => {
  it.each([
    [https, "https://example.org/a.zip", "https://example.org/a.zip"],
    [https, "http://example.org/a.zip", "address_refused"],
    [https, "a.zip", "address_refused"],
    [https, "/etc/passwd", "address_refused"],
    [https, "//example.org/a.zip", "address_refused"],
    [https, "file:///etc/passwd", "address_refused"],
    [https, "ftp://example.org/a.zip", "address_refused"],
    [https, "git://example.org/a.git", "address_refused"],
    [https, "ext::sh -c id", "address_refused"],
    [https, "data:text/plain,x", "address_refused"],
    [https, "javascript:alert(1)", "address_refused"],
    [https, "https://user@example.org/a.zip", "address_refused"],
    [https, "https://user:secret@example.org/a.zip", "address_refused"],
    [https, "https://:secret@example.org/a.zip", "address_refused"],
    [https, "https://", "address_refused"],
    [http, "http://example.org/a.zip", "http://example.org/a.zip"],
    [http, "file:///etc/passwd", "address_refused"],
    [local, "a.zip", "/srv/store/a.zip"],
    [local, "../b/a.zip", "/srv/b/a.zip"],
    [local, "/opt/a.zip", "/opt/a.zip"],
    [local, "a/https:b.zip", "/srv/store/a/https:b.zip"],
    ["https.d/https:/plugins.json", "http://example.org/a.zip", "http://example.org/a.zip"],
    [local, "clock-1.0.0+local.zip", "/srv/store/clock-1.0.0+local.zip"],
    [local, "file:///opt/a%20b.zip", "/opt/a b.zip"],
    [local, "file:///opt/%zz.zip", "address_refused"],
    [local, "file://other/opt/a.zip", "address_refused"],
    [local, "http://example.org/a.zip", "http://example.org/a.zip"]
  ])("given by %s, %s, leads to %s", (registry, address, expected) => {
    assert.strictEqual(shown(registry, address), expected)
  })
})

describe("an address of GitHub's", () => {
  const mirror = "https://mirror.example.org/gh//"

  it.each([
    [mirror, "https://github.com/o/r/x.zip", "https://mirror.example.org/gh/o/r/x.zip"],
    [mirror, "https://www.github.com/o/r", "https://mirror.example.org/gh/o/r"],
    [mirror, "https://api.github.com/o/r", "https://api.github.com/o/r"],
    [mirror, "https://github.com.example.org/o/r", "https://github.com.example.org/o/r"],
    [mirror, "https://notgithub.com/o/r", "https://notgithub.com/o/r"],
    [StoreSettings.defaults.githubArchive, "https://www.github.com/o/r", "https://www.github.com/o/r"],
    ["no address", "https://github.com/o/r", "https://github.com/o/r"]
  ])("is asked of %s: %s is %s", (githubArchive, address, expected) => {
    assert.strictEqual(whereGitHubIs({ githubArchive }, new URL(address)).href, expected)
  })
})

describe("a redirect", () => {
  it.each([
    ["https://a.org/x", "https://b.org/y", "https://b.org/y"],
    ["https://a.org/x", "/y", "https://a.org/y"],
    ["http://a.org/x", "https://b.org/y", "https://b.org/y"],
    ["http://a.org/x", "http://b.org/y", "http://b.org/y"],
    ["https://a.org/x", "http://b.org/y", undefined],
    ["https://a.org/x", "file:///etc/passwd", undefined],
    ["http://a.org/x", "file:///etc/passwd", undefined],
    ["https://a.org/x", "https://user:secret@b.org/y", undefined],
    ["https://a.org/x", "https://user@b.org/y", undefined],
    ["https://a.org/x", "https://:secret@b.org/y", undefined],
    ["https://a.org/x", "https://", undefined]
  ])("from %s to %s leads to %s", (from, location, expected) => {
    assert.strictEqual(redirectTarget(new URL(from), location)?.href, expected)
  })
})
