// Builds `dist` beside the old one and swaps them at the end, so that a build that fails, or runs while
// the program is in use, leaves a working program.
import { execFileSync, spawnSync } from "node:child_process"
import {
  chmodSync,
  existsSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  renameSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { build } from "rolldown"
import { compileOnLoad } from "./compileOnLoad.js"
import { buildDashboard } from "./dashboard.js"
import { writeDocuments } from "./documents.js"
import { packBeside } from "./pack.js"
import { bundledPackages, licencesOf } from "./package/bundled.js"
import { builds } from "./rolldown.config.js"

const root = fileURLToPath(new URL("..", import.meta.url))
const dist = join(root, "dist")

/** Declarations keep the `.ts` of the sources' imports, and no `.ts` file is shipped. */
const pointToDeclarations = (directory) => {
  for (const file of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
    if (!file.endsWith(".d.ts")) continue
    const path = join(directory, file)
    const text = readFileSync(path, "utf8")
    writeFileSync(path, text.replaceAll(/((?:from|import\() ?["']\.{1,2}\/[^"']*)\.ts(["'])/g, "$1.js$2"))
  }
}

const declarations = (directory) => {
  const tsc = fileURLToPath(new URL("bin/tsc", import.meta.resolve("typescript/package.json")))
  const project = join(root, ".build/tsconfig.json")
  execFileSync(process.execPath, [tsc, "-p", project, "--outDir", directory], { stdio: "inherit" })
  pointToDeclarations(directory)
}

/** Loads each entry once, so that Node's cache of compiled code is there before the first real run. */
const keepCompiled = (bin) => {
  for (const args of [["check", "--root", `${bin}/nowhere`], ["--version"], ["demo"]]) {
    spawnSync(process.execPath, [bin, ...args], { stdio: "ignore" })
  }
}

/** `npx ledmatrix-reconciler` in the checkout: npm links the programs of dependencies alone. */
const giveName = () => {
  const programs = join(root, "node_modules/.bin")
  if (!existsSync(programs)) return
  const program = join(programs, "ledmatrix-reconciler")
  rmSync(program, { force: true })
  writeFileSync(
    program,
    `#!/bin/sh
here=$(dirname "$(readlink -f "$0")")
exec "$here/node" "$here/../../dist/cli/bin.js" "$@"
`
  )
  chmodSync(program, 0o755)
}

const next = mkdtempSync(join(root, ".dist-"))
const former = mkdtempSync(join(root, ".dist-"))
try {
  await Promise.all([
    ...builds(next).map((options) => build(options)),
    buildDashboard(join(next, "dashboard"))
  ])
  await writeDocuments(join(next, "documents"))
  packBeside(join(next, "dashboard"))
  declarations(join(next, "types"))
  writeFileSync(join(next, "LICENSE.bundled"), licencesOf(root, bundledPackages(root, next)))
  writeFileSync(join(next, "cli/package.json"), `${JSON.stringify({ type: "commonjs" })}\n`)
  chmodSync(join(next, "cli/bin.js"), 0o755)
  compileOnLoad(join(next, "cli"))
  chmodSync(next, 0o755)
  if (existsSync(dist)) renameSync(dist, former)
  renameSync(next, dist)
  giveName()
  keepCompiled(join(dist, "cli/bin.js"))
} finally {
  rmSync(next, { recursive: true, force: true })
  rmSync(former, { recursive: true, force: true })
}
