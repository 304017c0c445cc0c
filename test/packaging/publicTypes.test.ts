// An application can name every type of the library in its own signatures: what a public declaration speaks of is public too.
import { afterAll, assert, beforeAll, describe, it } from "@effect/vitest"
import { mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import type { Node } from "typescript/unstable/ast"
import {
  isExpressionWithTypeArguments,
  isIdentifier,
  isImportTypeNode,
  isPropertyAccessExpression,
  isQualifiedName,
  isTypeReferenceNode
} from "typescript/unstable/ast/is"
import { API, type Project, type Symbol as Declared, SymbolFlags } from "typescript/unstable/sync"

const root = fileURLToPath(new URL("../..", import.meta.url))
const own = join(root, "dist/types/")

let directory: string
let api: API
let project: Project

beforeAll(() => {
  directory = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-types-"))
  const config = join(directory, "tsconfig.json")
  writeFileSync(
    config,
    JSON.stringify({
      compilerOptions: {
        module: "nodenext",
        strict: true,
        noEmit: true,
        typeRoots: [join(root, "node_modules/@types")],
        types: ["node"]
      },
      files: ["index.d.ts", "testing.d.ts"].map((door) => join(own, door))
    })
  )
  api = new API({ cwd: root })
  const [opened] = api.updateSnapshot({ openProjects: [config] }).getProjects()
  assert(opened !== undefined)
  project = opened
})

afterAll(() => {
  api.close()
  rmSync(directory, { recursive: true })
})

const resolved = (symbol: Declared): Declared =>
  (symbol.flags & SymbolFlags.Alias) === 0 ? symbol : project.checker.getAliasedSymbol(symbol)

const exportsOf = (door: string): ReadonlyArray<Declared> => {
  const file = project.program.getSourceFile(join(own, door))
  const module = file === undefined ? undefined : project.checker.getSymbolAtLocation(file)
  assert(module !== undefined)
  return project.checker.getExportsOfModule(module)
}

/** Of a name with dots, what stands before the first of them. */
const leftmost = (name: Node): Node =>
  isQualifiedName(name)
    ? leftmost(name.left)
    : isPropertyAccessExpression(name)
      ? leftmost(name.expression)
      : name

const typeNamed = (node: Node): Node | undefined => {
  if (isTypeReferenceNode(node)) return node.typeName
  if (isExpressionWithTypeArguments(node)) return node.expression
  return isImportTypeNode(node) ? node.qualifier : undefined
}

/** The types of this package that a declaration names. */
const namedIn = (node: Node): ReadonlyArray<Declared> => {
  const found: Array<Declared> = []
  const visit = (inner: Node): void => {
    const name = typeNamed(inner)
    const first = name === undefined ? undefined : leftmost(name)
    const symbol =
      first !== undefined && isIdentifier(first) ? project.checker.getSymbolAtLocation(first) : undefined
    const type = symbol === undefined ? undefined : resolved(symbol)
    const isOurs = type?.declarations.some(({ path }) => path.startsWith(own)) === true
    if (type !== undefined && isOurs && (type.flags & SymbolFlags.TypeParameter) === 0) found.push(type)
    inner.forEachChild(visit)
  }
  visit(node)
  return found
}

/** The compiler's own name for what a class extends, which says what the class has. */
const isBase = ({ name }: Declared): boolean => name.endsWith("_base")

const namedBy = (symbol: Declared): ReadonlyArray<Declared> =>
  symbol.declarations
    .flatMap((declaration) => declaration.resolve() ?? [])
    .flatMap(namedIn)
    .flatMap((type) => (isBase(type) ? namedBy(type) : [type]))

describe("the types that public declarations name", () => {
  it("are exported themselves", () => {
    const all = ["index.d.ts", "testing.d.ts"].flatMap(exportsOf)
    const ids = new Set(all.map((symbol) => resolved(symbol).id))
    // A class with a live layer extends the service of the same name, and stands for it.
    const names = new Set(all.map(({ name }) => name))
    const missing = new Map<number, string>()
    const looked = [...all]
    for (const symbol of looked)
      for (const type of namedBy(resolved(symbol))) {
        if (ids.has(type.id) || names.has(type.name) || missing.has(type.id)) continue
        missing.set(type.id, `${type.name}, of ${symbol.name}`)
        // What a missing type names is missing with it.
        looked.push(type)
      }
    assert.isAbove(all.length, 200)
    assert.deepStrictEqual([...missing.values()], [])
  })
})
