// Imports point one way, so that a file can be understood from itself and what lies below it.
import { assert, describe, it } from "@effect/vitest"
import { globSync, readFileSync } from "node:fs"
import { dirname, join, relative } from "node:path/posix"
import { fileURLToPath } from "node:url"

const source = fileURLToPath(new URL("../src", import.meta.url))

/** From the innermost to the outermost: a folder may import itself and what stands before it. */
const layers = [
  "json",
  "domain",
  "ports",
  "services",
  "changes",
  "reconcile",
  "operations",
  "controller",
  "http",
  "cli"
]

/** What joins the layers, and may therefore import all of them. Nothing imports these. */
const doors = new Set(["index.ts", "testing.ts", "testing", "live"])

const adapters = "node"

/** Runs in a browser: it takes types of the rest, which are gone when it is built, and modules of mere data. */
const page = "dashboard"

/** What judges and what tells touches nothing: it computes from what was read. */
const pure = /^reconcile\/(?:judge|tell)\//u

/** Of Node, what computes and touches nothing. */
const computing = new Set(["node:path", "node:path/posix", "node:zlib", "node:crypto", "node:util"])

const linesMax = 250

interface SourceFile {
  /** Relative to `src`. */
  readonly path: string
  readonly lines: number
  readonly imports: ReadonlyArray<string>
  /** Those of them of which something is left when the types are gone. */
  readonly kept: ReadonlyArray<string>
}

const IMPORT =
  /(?:^|\n)\s*(?:import|export)\b[^"';]*?\bfrom\s*["']([^"']+)["']|\bimport\(\s*["']([^"']+)["']\s*\)/gu
const BARE_IMPORT = /(?:^|\n)import\s*["']([^"']+)["']/gu

const importsOf = (text: string): ReadonlyArray<string> => [
  ...[...text.matchAll(IMPORT)].flatMap((match) => match[1] ?? match[2] ?? []),
  ...[...text.matchAll(BARE_IMPORT)].flatMap((match) => match[1] ?? [])
]

const sourceFile = (path: string, text: string): SourceFile => ({
  path,
  lines: text.trimEnd().split("\n").length,
  imports: importsOf(text),
  kept: importsOf(text.replaceAll(/(?:^|\n)\s*(?:import|export) type\b/gu, "\n"))
})

const sources = globSync("**/*.{ts,tsx}", { cwd: source }).map((path) =>
  sourceFile(path, readFileSync(join(source, path), "utf8"))
)

const folderOf = (path: string): string => path.split("/", 1)[0] ?? ""

const platformFault = (file: SourceFile, name: string): string | undefined => {
  const folder = folderOf(file.path)
  const outside = name.startsWith("node:") || name.startsWith("@effect/platform")
  if (!outside || folder === adapters || folder === "cli" || folder === "http") return undefined
  if ((folder === "services" || folder === "controller") && computing.has(name)) return undefined
  return `${file.path} imports ${name}: only src/node, src/http and src/cli touch the platform`
}

/** It imports nothing but types: with it nothing else comes into the page. */
const isMereData = (path: string): boolean => sources.find((file) => file.path === path)?.kept.length === 0

const pageFault = (file: SourceFile, name: string): string | undefined => {
  if (!name.startsWith(".")) {
    return /^preact(?:$|[/-])/u.test(name) || name === "effect/Equal"
      ? undefined
      : `${file.path} imports ${name}: a browser has no such thing`
  }
  const target = relative(".", join(dirname(file.path), name))
  const to = folderOf(target)
  if (to === page || (to === "domain" && isMereData(target))) return undefined
  return (to === "domain" || target.startsWith("http/api/")) && !file.kept.includes(name)
    ? undefined
    : `${file.path} imports ${name}: the page takes only types, of the domain and of the API, and the domain's data`
}

const directionFault = (file: SourceFile, name: string): string | undefined => {
  if (folderOf(file.path) === page) return pageFault(file, name)
  if (!name.startsWith(".")) return platformFault(file, name)
  const target = relative(".", join(dirname(file.path), name))
  const from = folderOf(file.path)
  const to = folderOf(target)
  if (from === to || doors.has(from) || target === "../package.json") return undefined
  if (doors.has(to)) return `${file.path} imports ${target}: nothing imports the library's doors`
  if (from === adapters) {
    return layers.indexOf(to) <= layers.indexOf("ports")
      ? undefined
      : `${file.path} imports ${target}: adapters know only ports, domain and json`
  }
  if (to === adapters) {
    return from === "cli"
      ? undefined
      : `${file.path} imports ${target}: only the program and the library's doors choose an adapter`
  }
  if (!layers.includes(from)) return `${file.path}: folder ${from} has no place in the order of layers`
  if (pure.test(file.path) && (to === "ports" || to === "services")) {
    return `${file.path} imports ${target}: it is pure and must not know services or ports`
  }
  return layers.indexOf(to) !== -1 && layers.indexOf(to) < layers.indexOf(from)
    ? undefined
    : `${file.path} imports ${target}: imports go ${layers.toReversed().join(" → ")}`
}

const faultsOf = (file: SourceFile): ReadonlyArray<string> =>
  file.imports.flatMap((name) => directionFault(file, name) ?? [])

describe("the folders", () => {
  it("import only what lies further in", () => {
    assert.deepStrictEqual(sources.flatMap(faultsOf), [])
  })

  it(`hold no file of more than ${linesMax} lines`, () => {
    const long = sources.filter((file) => file.lines > linesMax)
    assert.deepStrictEqual(
      long.map((file) => `${file.path} has ${file.lines} lines: split it by what it does`),
      []
    )
  })

  it("carry no leftover name that says nothing", () => {
    const vague = sources.filter((file) =>
      /(?:^|\/)(?:utils?|helpers?|common|misc|types)(?:\/|\.tsx?$)/u.test(file.path)
    )
    assert.deepStrictEqual(
      vague.map((file) => file.path),
      []
    )
  })
})

describe("the check of the folders", () => {
  const planted: ReadonlyArray<readonly [path: string, line: string, why: string]> = [
    ["domain/A.ts", `import { B } from "../services/B.ts"`, "imports go"],
    ["domain/A.ts", `import type { B } from "../ports/B.ts"`, "imports go"],
    ["reconcile/judge/detect.ts", `import { B } from "../../services/B.ts"`, "it is pure"],
    ["reconcile/judge/rules/a.ts", `import {\n  B,\n  C\n} from "../../../ports/B.ts"`, "it is pure"],
    ["services/A.ts", `import { readFile } from "node:fs"`, "touch the platform"],
    ["reconcile/a.ts", `const a = await import("node:path")`, "touch the platform"],
    ["services/A.ts", `import { NodeFileReader } from "../node/NodeFileReader.ts"`, "choose an adapter"],
    ["node/A.ts", `import { B } from "../services/B.ts"`, "adapters know only"],
    ["cli/a.ts", `export * from "../index.ts"`, "library's doors"],
    ["elsewhere/a.ts", `import { B } from "../domain/B.ts"`, "has no place"],
    ["http/a.ts", `import { B } from "../dashboard/B.ts"`, "imports go"],
    ["dashboard/view/A.tsx", `import { B } from "../../domain/Controller.ts"`, "takes only types"],
    ["dashboard/view/A.tsx", `import type { B } from "../../services/B.ts"`, "takes only types"],
    ["dashboard/api/A.ts", `import type { B } from "../../http/Server.ts"`, "takes only types"],
    ["dashboard/A.ts", `import { Effect } from "effect"`, "a browser has"]
  ]
  for (const [path, line, why] of planted) {
    it(`objects to ${JSON.stringify(line)} in ${path}`, () => {
      assert.include(faultsOf(sourceFile(path, line)).join("\n"), why)
    })
  }

  it("lets the page take a module of the domain that is mere data", () => {
    const taking = sourceFile("dashboard/A.ts", `import { reasons } from "../domain/findings/reasons.ts"`)
    assert.deepStrictEqual(faultsOf(taking), [])
  })

  it("has files to look at", () => {
    assert.isAbove(sources.length, 20)
    assert.isAbove(sources.flatMap((file) => file.imports).length, 20)
  })
})
