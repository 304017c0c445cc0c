/** How a registry entry can be fetched, and in which order that is tried. */
import { assert, describe, it } from "@effect/vitest"
import type { RegistryEntry } from "../../../../src/domain/store/Registry.ts"
import {
  branchesOf,
  subdirectoryOf,
  type FetchMethod,
  fetchMethodsOf,
  withoutEndSlashes
} from "../../../../src/services/store/fetch/fetchMethods.ts"

const entry = (more: Partial<RegistryEntry>): RegistryEntry => ({ id: "clock", ...more })

const told = (method: FetchMethod): string => {
  const what = method._tag === "GitHub" ? `${method.owner}/${method.repository}` : method.address
  const branches = "branches" in method ? `@${method.branches.join()}` : ""
  return `${method._tag} ${what}${branches}${method.subdirectory === "" ? "" : ` in ${method.subdirectory}`}`
}

const methods = (more: Partial<RegistryEntry>): ReadonlyArray<string> => fetchMethodsOf(entry(more)).map(told)

const REPO = "https://github.com/ChuckBuilds/ledmatrix-clock"

describe("the fetch methods of a plugin", () => {
  it.each<[string, Partial<RegistryEntry>, ReadonlyArray<string>]>([
    ["none, where nothing is named", {}, []],
    ["none, where words are blank", { repo: " ", plugin_path: "", download_url_template: " " }, []],
    [
      "the repository before its archive, where the plugin is all of it",
      { repo: REPO },
      [`Clone ${REPO}@main,master`, "GitHub ChuckBuilds/ledmatrix-clock@main,master"]
    ],
    [
      "the archive before the repository, where the plugin is a part of it",
      { repo: REPO, plugin_path: "plugins/clock" },
      [
        "GitHub ChuckBuilds/ledmatrix-clock@main,master in plugins/clock",
        `Clone ${REPO}@main,master in plugins/clock`
      ]
    ],
    ["none, where the part lies outside", { repo: REPO, plugin_path: "plugins/../../clock" }, []],
    [
      "the published zip first",
      {
        repo: ` ${REPO}.git `,
        latest_version: "1.2.0",
        versions: [
          { version: "1.1.0", download_url: "https://x.example/old.zip" },
          "1.2.0",
          { version: "1.2.0" },
          { version: "1.2.0", download_url: 5 },
          { version: "1.2.0", download_url: " " },
          { version: "1.2.0", download_url: "https://x.example/new.zip" }
        ]
      },
      [
        "Zip https://x.example/new.zip",
        `Clone ${REPO}.git@main,master`,
        "GitHub ChuckBuilds/ledmatrix-clock@main,master"
      ]
    ],
    [
      "a zip by the template, where the version has no address",
      { latest_version: " 1.2.0 ", download_url_template: "https://x.example/{version}/clock-{version}.zip" },
      ["Zip https://x.example/1.2.0/clock-1.2.0.zip"]
    ],
    [
      "an address with the version escaped, and a file's name as it is",
      { latest_version: "1.2.0+a", download_url_template: "https://x.example/{version}.zip" },
      ["Zip https://x.example/1.2.0%2Ba.zip"]
    ],
    [
      "a file's name with the version as it is",
      { latest_version: "1.2.0+a", download_url_template: "zips/a:{version}.zip" },
      ["Zip zips/a:1.2.0+a.zip"]
    ],
    [
      "no template for a version that is none",
      { latest_version: "../1.2.0", download_url_template: "https://x.example/{version}.zip" },
      []
    ],
    [
      "no template for a version that is a query",
      { latest_version: "1?x=y", download_url_template: "https://x.example/{version}.zip" },
      []
    ],
    ["no template without a version", { download_url_template: "https://x.example/{version}.zip" }, []],
    ["nothing by a version alone", { latest_version: "1.2.0" }, []],
    [
      "archives by branch, where the host is another",
      { repo: "https://git.example/clock.git/", branch: "dev" },
      [
        "Clone https://git.example/clock.git/@dev,main,master",
        "Zip https://git.example/clock/archive/refs/heads/dev.zip",
        "Zip https://git.example/clock/archive/refs/heads/main.zip",
        "Zip https://git.example/clock/archive/refs/heads/master.zip"
      ]
    ],
    [
      "the directory itself too, where it is a local one",
      { repo: "stores/https:clock.git.d" },
      [
        "Clone stores/https:clock.git.d@main,master",
        "Directory stores/https:clock.git.d",
        "Zip stores/https:clock.git.d/archive/refs/heads/main.zip",
        "Zip stores/https:clock.git.d/archive/refs/heads/master.zip"
      ]
    ],
    [
      "no directory by http",
      { repo: "http://git.example/clock" },
      [
        "Clone http://git.example/clock@main,master",
        "Zip http://git.example/clock/archive/refs/heads/main.zip",
        "Zip http://git.example/clock/archive/refs/heads/master.zip"
      ]
    ]
  ])("are %s", (_title, more, expected) => {
    assert.deepStrictEqual(methods(more), expected)
  })

  it.each([
    ["www.github.com is", "https://www.github.com/a/b", true],
    ["a host that begins like it is not", "https://github.com.example/a/b", false],
    ["a host that ends like it is not", "https://notgithub.com/a/b", false],
    ["a page of a repository is not", "https://github.com/a/b/tree/main", false],
    ["an owner alone is not", "https://github.com/a", false],
    ["an odd owner is not", "https://github.com/-a/b", false],
    ["an odd repository is not", "https://github.com/a/.b", false],
    ["a repository with a space is not", "https://github.com/a/b%20c", false],
    ["a name that is too long is not", `https://github.com/a/${"b".repeat(101)}`, false],
    ["dots in a name are no ending", "https://github.com/a/b.github.io", true]
  ])("know a repository of GitHub: %s", (_title, repo, known) => {
    assert.strictEqual(
      fetchMethodsOf(entry({ repo })).some(({ _tag }) => _tag === "GitHub"),
      known
    )
  })
})

describe("the branches that may hold it", () => {
  it.each<[string | null | undefined, ReadonlyArray<string>]>([
    [undefined, ["main", "master"]],
    [null, ["main", "master"]],
    [" ", ["main", "master"]],
    [" dev ", ["dev", "main", "master"]],
    ["master", ["master", "main"]],
    ["feature/x.1", ["feature/x.1", "main", "master"]],
    ["--upload-pack=id", ["main", "master"]],
    ["a..b", ["main", "master"]],
    ["a b", ["main", "master"]],
    ["a\n", ["a", "main", "master"]]
  ])("of one named %j are %j", (branch, expected) => {
    assert.deepStrictEqual(branchesOf({ id: "clock", ...(branch === undefined ? {} : { branch }) }), expected)
  })
})

describe("its place in the repository", () => {
  it.each<[string | undefined, string | undefined]>([
    [undefined, ""],
    ["/plugins//./clock/", "plugins/clock"],
    ["plugins/..", undefined],
    ["a\\b", undefined],
    ["a\u0007b", undefined],
    ["a..b", "a..b"]
  ])("of the path %j is %j", (plugin_path, expected) => {
    assert.strictEqual(subdirectoryOf(entry(plugin_path === undefined ? {} : { plugin_path })), expected)
  })
})

describe("slashes at the end of an address", () => {
  it.each([
    ["https://x.example/a//", "https://x.example/a"],
    ["a", "a"],
    ["//", ""],
    ["", ""]
  ])("of %j are gone: %j", (address, expected) => {
    assert.strictEqual(withoutEndSlashes(address), expected)
  })
})
