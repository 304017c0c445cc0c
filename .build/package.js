// Makes archives that need nothing on the device: the built program, the Node for its machine, and a launcher.
//   node .build/package.js [--target linux-arm64]... [--level 9] [--to .packages]
import { execFileSync } from "node:child_process"
import { globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { parseArgs } from "node:util"
import { controllerCommand } from "../src/cli/unit/controllerCommand.ts"
import { unitText } from "../src/cli/unit/unitText.ts"
import manifest from "../package.json" with { type: "json" }
import { archiveOf, readFiles, sha256 } from "./package/archive.js"
import { billOfMaterials, bundledPackages, licencesOf } from "./package/bundled.js"
import { nodeFor, targets } from "./package/nodeBinary.js"

const root = fileURLToPath(new URL("..", import.meta.url))
const { version } = manifest

const { values } = parseArgs({
  options: {
    target: { type: "string", multiple: true, default: targets },
    level: { type: "string", default: "9" },
    to: { type: "string", default: join(root, ".packages") }
  }
})
for (const target of values.target)
  if (!targets.includes(target)) throw new Error(`no target ${target}: there are ${targets.join(", ")}`)

/** When what is packed was last changed, in seconds; the same for everybody who packs the same. */
const madeAtSeconds = () => {
  const given = process.env.SOURCE_DATE_EPOCH
  if (given !== undefined) return Number(given)
  return Number(execFileSync("git", ["log", "-1", "--format=%ct"], { cwd: root, encoding: "utf8" }))
}

/** The program and the dashboard, not the library, and nothing that is only for finding faults. */
const programFiles = () =>
  globSync(["dist/cli/**/*", "dist/dashboard/**/*"], { cwd: root, withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map((entry) => join(entry.parentPath, entry.name).slice(root.length))
    .filter((path) => !path.endsWith(".map") && !path.startsWith("dist/cli/.cache/"))
    .toSorted()

const exampleUnit = () => {
  const home = "/home/pi/LEDMatrix"
  const launcher = "/opt/ledmatrix-reconciler/ledmatrix-reconciler"
  return unitText({
    version,
    root: home,
    user: "pi",
    group: "pi",
    command: controllerCommand({ launcher, node: "", program: "" }, home, {}, {}),
    writable: ["config", "data", "plugin-repos"].map((name) => `${home}/${name}`),
    environmentFile: "/etc/ledmatrix-reconciler.env",
    tokenNeeded: false,
    besideWeb: false,
    lowPort: false
  })
}

const filled = (text, target, node) =>
  text.replaceAll("@VERSION@", version).replaceAll("@TARGET@", target).replaceAll("@NODE@", node.version)

const template = (name) => readFileSync(join(root, ".build/package", name), "utf8")

const filesFor = (target, seconds) => {
  const cache = join(root, "node_modules/.cache/ledmatrix-reconciler")
  const node = nodeFor(target, cache)
  const paths = programFiles()
  if (!paths.includes("dist/cli/bin.js")) throw new Error("there is no built program: npm run build")
  const names = bundledPackages(root, paths)
  const madeAt = new Date(seconds * 1000).toISOString()
  const bill = billOfMaterials({ root, names, node, target, madeAt })
  return {
    ...readFiles(root, [...paths, "LICENSE"]),
    "ledmatrix-reconciler": { content: template("launcher.sh"), program: true },
    "bin/node": { content: node.program, program: true },
    "INSTALL.md": { content: filled(template("INSTALL.md"), target, node) },
    "LICENSE.node": { content: node.license },
    "LICENSE.bundled": { content: licencesOf(root, names) },
    "ledmatrix-reconciler.service": { content: exampleUnit() },
    "sbom.cdx.json": { content: `${JSON.stringify(bill, undefined, 2)}\n` }
  }
}

const seconds = madeAtSeconds()
const made = values.target.map((target) => {
  const place = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-package-"))
  try {
    const name = `ledmatrix-reconciler-${version}-${target}`
    const files = filesFor(target, seconds)
    const bytes = archiveOf({ files, name, place, seconds, level: Number(values.level) })
    return { file: `${name}.tar.gz`, bytes }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
})

rmSync(values.to, { recursive: true, force: true })
mkdirSync(values.to, { recursive: true })
for (const { bytes, file } of made) writeFileSync(join(values.to, file), bytes)
writeFileSync(
  join(values.to, "SHA256SUMS"),
  made.map(({ bytes, file }) => `${sha256(bytes)}  ${file}\n`).join("")
)
for (const { bytes, file } of made)
  process.stdout.write(`${join(values.to, file)}  ${(bytes.byteLength / 1e6).toFixed(1)} MB\n`)
