// Makes archives that need nothing on the device: the built program, the Node for its machine, and a launcher.
import { execFileSync } from "node:child_process"
import { existsSync, globSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { fileURLToPath } from "node:url"
import { controllerCommand } from "../src/cli/commands/unit/controllerCommand.ts"
import { unitText } from "../src/cli/commands/unit/unitText.ts"
import { flag, optionsOf, refuse, someOf, text, wholeNumber } from "../test/verify/scriptOptions.ts"
import manifest from "../package.json" with { type: "json" }
import { archiveOf, readFiles, sha256 } from "./package/archive.js"
import { billOfMaterials, bundledPackages } from "./package/bundled.js"
import { manPage } from "./package/manPage.js"
import { nodeFor, targets } from "./package/nodeBinary.js"

const root = fileURLToPath(new URL("..", import.meta.url))
const { version } = manifest

const values = optionsOf({
  command: "npm run package",
  about: "Makes archives that need nothing on the device.",
  options: {
    target: someOf("NAME", targets, "for these machines only"),
    level: wholeNumber(0, 9)("of gzip", 9),
    to: text("DIRECTORY")("is emptied, and gets the archives; without it, .packages", undefined),
    build: flag("builds the program first, as `npm run package` does")
  }
})
const to = values.to ?? join(root, ".packages")
if (values.build)
  execFileSync(process.execPath, [join(root, ".build/build.js")], { cwd: root, stdio: "inherit" })
else if (!existsSync(join(root, "dist/cli/bin.js")))
  refuse("npm run package: there is no built program: --build makes it")

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
    secretVariables: [],
    environmentNeeded: false,
    besideWeb: false,
    lowPort: false
  })
}

/** As the packed program prints them. */
const completions = () => {
  const script = (shell) => ({
    content: execFileSync(process.execPath, [join(root, "dist/cli/bin.js"), "--completions", shell])
  })
  return {
    "share/bash-completion/completions/ledmatrix-reconciler": script("bash"),
    "share/zsh/site-functions/_ledmatrix-reconciler": script("zsh"),
    "share/fish/vendor_completions.d/ledmatrix-reconciler.fish": script("fish")
  }
}

const documents = () => globSync("docs/*.md", { cwd: root }).toSorted()

const filled = (text, target, node) =>
  text.replaceAll("@VERSION@", version).replaceAll("@TARGET@", target).replaceAll("@NODE@", node.version)

const template = (name) => readFileSync(join(root, ".build/package", name), "utf8")

const filesFor = (target, seconds) => {
  const cache = join(root, "node_modules/.cache/ledmatrix-reconciler")
  const node = nodeFor(target, cache)
  const paths = programFiles()
  const names = bundledPackages(root, join(root, "dist"))
  const madeAt = new Date(seconds * 1000).toISOString()
  const bill = billOfMaterials({ root, names, node, target, madeAt })
  return {
    ...readFiles(root, [...paths, ...documents(), "LICENSE", "README.md"]),
    ...completions(),
    "share/man/man1/ledmatrix-reconciler.1": { content: manPage(version, seconds) },
    "ledmatrix-reconciler": { content: template("launcher.sh"), program: true },
    "bin/node": { content: node.program, program: true },
    "INSTALL.md": { content: filled(template("INSTALL.md"), target, node) },
    "LICENSE.node": { content: node.license },
    "LICENSE.bundled": { content: readFileSync(join(root, "dist/LICENSE.bundled")) },
    "ledmatrix-reconciler.service": { content: exampleUnit() },
    "sbom.cdx.json": { content: `${JSON.stringify(bill, undefined, 2)}\n` }
  }
}

const seconds = madeAtSeconds()
const made = (values.target.length === 0 ? targets : values.target).map((target) => {
  const place = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-package-"))
  try {
    const name = `ledmatrix-reconciler-${version}-${target}`
    const files = filesFor(target, seconds)
    const bytes = archiveOf({ files, name, place, seconds, level: values.level })
    return { file: `${name}.tar.gz`, bytes }
  } finally {
    rmSync(place, { recursive: true, force: true })
  }
})

rmSync(to, { recursive: true, force: true })
mkdirSync(to, { recursive: true })
for (const { bytes, file } of made) writeFileSync(join(to, file), bytes)
writeFileSync(join(to, "SHA256SUMS"), made.map(({ bytes, file }) => `${sha256(bytes)}  ${file}\n`).join(""))
for (const { bytes, file } of made)
  process.stdout.write(`${join(to, file)}  ${(bytes.byteLength / 1e6).toFixed(1)} MB\n`)
