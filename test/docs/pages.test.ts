// What the pages promise is there: options, commands, packages, links, examples, the demonstration's output.
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { HttpApi } from "effect/http-api"
import { execFile } from "node:child_process"
import { existsSync, globSync, readFileSync } from "node:fs"
import { dirname, join } from "node:path/posix"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"
import { commands } from "../../src/cli/arguments/commandTable.ts"
import { demo } from "../../src/cli/commands/demo/demo.ts"
import { sharedOptions } from "../../src/cli/arguments/optionTable.ts"
import { settings } from "../../src/cli/settings/Settings.ts"
import { ControllerApi } from "../../src/http/Api.ts"
import { plainStyle } from "../../src/cli/view/text/Style.ts"
import manifest from "../../package.json" with { type: "json" }

const root = fileURLToPath(new URL("../..", import.meta.url))

const read = (path: string): string => readFileSync(join(root, path), "utf8")

const pages = ["README.md", ...globSync("docs/**/*.md", { cwd: root })]

/** As the forge makes them from headings. */
const anchorsOf = (page: string): ReadonlySet<string> =>
  new Set(
    [...page.matchAll(/^#+ (.+)$/gmu)].map((heading) =>
      (heading[1] ?? "")
        .toLowerCase()
        .replaceAll(/[^\p{L}\p{N} _-]/gu, "")
        .replaceAll(" ", "-")
    )
  )

const fenced = (page: string, language: string): ReadonlyArray<string> =>
  [...page.matchAll(/^```(\w+)\n(.*?)^```$/gmsu)].flatMap((block) =>
    block[1] === language ? [block[2] ?? ""] : []
  )

const missingFrom = (path: string, words: ReadonlyArray<string>): ReadonlyArray<string> => {
  const page = read(path)
  return words.filter((word) => !page.includes(word))
}

describe("the guide", () => {
  it("names every command", () => {
    assert.deepStrictEqual(
      missingFrom(
        "docs/guide.md",
        commands.map(({ name }) => `| \`${name}`)
      ),
      []
    )
  })

  it("names every option", () => {
    const own = commands.flatMap(({ options }) => options)
    assert.deepStrictEqual(
      missingFrom(
        "docs/guide.md",
        [...sharedOptions, ...own].map(({ name }) => `\`--${name}`)
      ),
      []
    )
  })

  it("names every environment variable", () => {
    const variables = sharedOptions.flatMap(({ env }) => env ?? [])
    assert.isAbove(variables.length, 3)
    assert.deepStrictEqual(
      missingFrom(
        "docs/guide.md",
        variables.map((name) => `\`${name}\``)
      ),
      []
    )
  })
})

describe("the page of the controller", () => {
  it("names every route", () => {
    const paths: Array<string> = []
    HttpApi.reflect(ControllerApi, {
      onGroup: () => undefined,
      onEndpoint: ({ endpoint }) => paths.push(endpoint.path)
    })
    assert.isAbove(paths.length, 20)
    const words = paths.map((path) =>
      path.replace("/api/v3/", "").replaceAll(/:(\w+)/gu, (_, name: string) => `{${name}}`)
    )
    assert.deepStrictEqual(missingFrom("docs/operating.md", words), [])
  })
})

describe("the page of dependencies", () => {
  it("names every package", () => {
    const names = [...Object.keys(manifest.devDependencies), ...Object.keys(manifest.peerDependencies)]
    assert.deepStrictEqual(
      missingFrom(
        "docs/dependencies.md",
        names.map((name) => `\`${name}\``)
      ),
      []
    )
  })
})

describe("links", () => {
  for (const path of pages) {
    it(`of ${path} lead somewhere`, () => {
      const links = [...read(path).matchAll(/\]\(([^)\s]+)\)/gu)].flatMap((link) => link[1] ?? [])
      const dead = links.filter((link) => {
        if (/^https?:/u.test(link)) return false
        const [file = "", anchor] = link.split("#")
        const target = file === "" ? path : join(dirname(path), file)
        return (
          !existsSync(join(root, target)) || (anchor !== undefined && !anchorsOf(read(target)).has(anchor))
        )
      })
      assert.deepStrictEqual(dead, [])
    })
  }
})

describe("files of code", () => {
  const files = globSync("{.build,src,test,docs}/**/*.{ts,tsx}", { cwd: root }).map((file) => `/${file}`)

  for (const path of pages) {
    it(`that ${path} names are there`, () => {
      const named = [...read(path).matchAll(/`([\w./-]+\.tsx?)`/gu)].flatMap((name) => name[1] ?? [])
      assert.deepStrictEqual(
        named.filter((name) => !files.some((file) => file.endsWith(`/${name}`))),
        []
      )
    })
  }
})

describe("what went wrong in the field", () => {
  const rows = [...read("docs/proof.md").matchAll(/^\|[^|]+\| `(?<file>\w+)` \| (?<title>[^|]+) \|$/gmu)].map(
    ({ groups }) => ({ file: groups?.["file"] ?? "", title: groups?.["title"] ?? "" })
  )

  it("is named with a specification that is there", () => {
    const absent = rows.filter(({ file, title }) => !read(`test/scenarios/${file}.test.ts`).includes(title))
    assert.isAbove(rows.length, 40)
    assert.deepStrictEqual(absent, [])
  })
})

describe("the examples", () => {
  it("fit the library's types", async () => {
    const tsc = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")))
    const checked = promisify(execFile)(process.execPath, [tsc, "-p", "docs/examples"], { cwd: root })
    assert.strictEqual((await checked).stdout, "")
  })

  it("stand in the README as they are checked", () => {
    assert.include(fenced(read("README.md"), "ts"), read("docs/examples/memory.ts"))
  })
})

describe("the README", () => {
  it.live("shows what the demonstration prints", () =>
    Effect.gen(function* () {
      const answer = yield* demo(yield* settings({}, {}), { keep: false })
      const printed = answer
        .lines(plainStyle(Infinity))
        .join("\n")
        .replaceAll(/ \/\S+\/(LEDMatrix[^\s`]*)/gu, " /tmp/…/$1")
      assert.include(fenced(read("README.md"), "text"), `${printed}\n`)
    })
  )
})
