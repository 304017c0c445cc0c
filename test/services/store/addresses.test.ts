/** Which addresses are followed, and the ways in which an entry can be fetched: tables. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { readAddress, redirectTarget, whereGitHubIs } from "../../../src/services/store/addresses.ts"
import { StoreSettings } from "../../../src/services/store/StoreSettings.ts"
import { type Way, waysOf } from "../../../src/services/store/ways.ts"

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
    [https, "https://", "address_refused"],
    [http, "http://example.org/a.zip", "http://example.org/a.zip"],
    [http, "file:///etc/passwd", "address_refused"],
    [local, "a.zip", "/srv/store/a.zip"],
    [local, "../b/a.zip", "/srv/b/a.zip"],
    [local, "/opt/a.zip", "/opt/a.zip"],
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
    ["https://a.org/x", "https://", undefined]
  ])("from %s to %s leads to %s", (from, location, expected) => {
    assert.strictEqual(redirectTarget(new URL(from), location)?.href, expected)
  })
})

const told = (way: Way): string => {
  switch (way._tag) {
    case "Zip":
      return `${way.address} ${way.subdirectory}`.trim()
    case "GitHub":
      return `${way.owner}/${way.repository}@${way.branches.join()} ${way.subdirectory}`.trim()
    case "Clone":
      return `clone ${way.address}@${way.branches.join()} ${way.subdirectory}`.trim()
    case "Directory":
      return `directory ${way.address} ${way.subdirectory}`.trim()
  }
}

const repo = "https://github.com/o/r"

describe("an entry", () => {
  it.each([
    ["without any address", {}, []],
    [
      "of a repository",
      { repo, branch: "dev" },
      ["clone https://github.com/o/r@dev,main,master", "o/r@dev,main,master"]
    ],
    [
      "of a repository with .git",
      { repo: `${repo}.git` },
      ["clone https://github.com/o/r.git@main,master", "o/r@main,master"]
    ],
    [
      "of a directory of a repository",
      { repo, plugin_path: "/plugins/./clock/" },
      ["o/r@main,master plugins/clock", "clone https://github.com/o/r@main,master plugins/clock"]
    ],
    ["of a directory outside its repository", { repo, plugin_path: "plugins/../../other" }, []],
    ["of a directory that a name hides", { repo, plugin_path: "plugins\\..\\other" }, []],
    [
      "with a published zip of the latest version",
      {
        repo,
        latest_version: "2",
        versions: [
          { version: "1", download_url: "a" },
          { version: "2", download_url: "b" }
        ]
      },
      ["b", "clone https://github.com/o/r@main,master", "o/r@main,master"]
    ],
    [
      "with a zip of another version only",
      { latest_version: "2", versions: [{ version: "1", download_url: "a" }] },
      []
    ],
    [
      "with a zip template",
      { latest_version: "1.0+x", download_url_template: "https://e.org/{version}/{version}.zip" },
      ["https://e.org/1.0%2Bx/1.0%2Bx.zip"]
    ],
    [
      "with a zip template beside the registry",
      { latest_version: "1.0+x", download_url_template: "clock-{version}.zip" },
      ["clock-1.0+x.zip"]
    ],
    ["with a template and no version", { download_url_template: "{version}.zip" }, []],
    [
      "with a version that leads elsewhere",
      { latest_version: "../../x", download_url_template: "{version}.zip" },
      []
    ],
    [
      "with a version that is a query",
      { latest_version: "1?x=y", download_url_template: "https://e.org/{version}.zip" },
      []
    ],
    [
      "with a branch that leads elsewhere",
      { repo, branch: "../../x" },
      ["clone https://github.com/o/r@main,master", "o/r@main,master"]
    ],
    [
      "with a branch that is an option",
      { repo, branch: "--upload-pack=id" },
      ["clone https://github.com/o/r@main,master", "o/r@main,master"]
    ],
    [
      "of a repository elsewhere",
      { repo: "https://git.example.org/o/r.git" },
      [
        "clone https://git.example.org/o/r.git@main,master",
        "https://git.example.org/o/r/archive/refs/heads/main.zip",
        "https://git.example.org/o/r/archive/refs/heads/master.zip"
      ]
    ],
    [
      "of a repository whose address ends in slashes",
      { repo: "https://git.example.org/o/r.git//" },
      [
        "clone https://git.example.org/o/r.git//@main,master",
        "https://git.example.org/o/r/archive/refs/heads/main.zip",
        "https://git.example.org/o/r/archive/refs/heads/master.zip"
      ]
    ],
    [
      "of a directory beside the registry",
      { repo: "clock" },
      [
        "clone clock@main,master",
        "directory clock",
        "clock/archive/refs/heads/main.zip",
        "clock/archive/refs/heads/master.zip"
      ]
    ]
  ] satisfies ReadonlyArray<readonly [string, object, ReadonlyArray<string>]>)(
    "%s is fetched in these ways",
    (_title, fields, expected) => {
      assert.deepStrictEqual(waysOf({ id: "clock", ...fields }).map(told), expected)
    }
  )
})
