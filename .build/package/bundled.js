// What of other packages is in the built program, by what its source maps name: for their licences, and for
// the bill of materials.
import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, globSync, readFileSync } from "node:fs"
import { join } from "node:path"

/** The dashboard is bundled by another tool, which keeps no maps. */
const OF_THE_DASHBOARD = ["preact"]

const packageOf = (source) => {
  const [first, second] = source
    .slice(source.lastIndexOf("node_modules/") + "node_modules/".length)
    .split("/")
  return first.startsWith("@") ? `${first}/${second}` : first
}

/** `dist` is where the program was built. */
export const bundledPackages = (root, dist) => {
  const sources = globSync("cli/**/*.map", { cwd: dist }).flatMap(
    (map) => JSON.parse(readFileSync(join(dist, map), "utf8")).sources
  )
  const ofTheDashboard = OF_THE_DASHBOARD.filter(
    (name) => existsSync(join(dist, "dashboard")) && manifestOf(root, name) !== undefined
  )
  const names = sources.filter((source) => source.includes("node_modules/")).map(packageOf)
  return [...new Set([...names, ...ofTheDashboard])].toSorted((a, b) => (a < b ? -1 : 1))
}

const manifestOf = (root, name) => {
  try {
    return JSON.parse(readFileSync(join(root, "node_modules", name, "package.json"), "utf8"))
  } catch {
    return undefined
  }
}

/** One text with the licences of all of them; a package without one cannot be passed on. */
export const licencesOf = (root, names) =>
  names
    .map((name) => {
      const directory = join(root, "node_modules", name)
      const [file] = globSync("{LICENSE,LICENCE,License,license}*", { cwd: directory })
      const { author, license, version } = manifestOf(root, name)
      // Where a package of a family has none of its own, its manifest says under which it is.
      const text =
        file === undefined
          ? `${license}${author === undefined ? "" : `, ${author.name ?? author}`}`
          : readFileSync(join(directory, file), "utf8").trim()
      return `${name} ${version}\n${"=".repeat(name.length + version.length + 1)}\n\n${text}\n`
    })
    .join("\n\n")

/** A name that follows from what it names, in the form that the format asks for. */
const uuidOf = (text) => {
  const hex = createHash("sha256").update(text).digest("hex")
  const variant = "89ab"[Number.parseInt(hex[16], 16) % 4]
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-5${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`
}

/** npm's own, reduced to what is in the package, with Node beside it, and without what differs each time. */
export const billOfMaterials = ({ root, names, node, target, madeAt }) => {
  const bill = JSON.parse(
    execFileSync("npm", ["sbom", "--sbom-format", "cyclonedx"], { cwd: root, maxBuffer: 64 * 1024 * 1024 })
  )
  const libraries = bill.components
    .filter(({ name }) => names.includes(name))
    .map(({ properties, ...component }) => ({
      ...component,
      properties: properties.filter(({ name }) => name !== "cdx:npm:package:development")
    }))
  const runtime = {
    "bom-ref": `node@${node.version}-${target}`,
    type: "platform",
    name: "node",
    version: node.version,
    description: "The program that runs it, as the npm registry serves it",
    purl: `pkg:npm/node-${target}@${node.version}`,
    hashes: [{ alg: "SHA-256", content: node.sha256 }],
    licenses: [{ license: { id: "MIT" } }]
  }
  const components = [...libraries, runtime].toSorted((a, b) => (a["bom-ref"] < b["bom-ref"] ? -1 : 1))
  const refs = components.map((component) => component["bom-ref"])
  const { component } = bill.metadata
  const ours = { ...component, type: "application", name: "ledmatrix-reconciler" }
  const dependencies = [
    { ref: component["bom-ref"], dependsOn: refs },
    ...bill.dependencies
      .filter(({ ref }) => refs.includes(ref))
      .map(({ dependsOn, ref }) => ({ ref, dependsOn: dependsOn.filter((other) => refs.includes(other)) }))
  ]
  const content = {
    ...bill,
    metadata: { ...bill.metadata, timestamp: madeAt, component: ours },
    components,
    dependencies
  }
  return { ...content, serialNumber: `urn:uuid:${uuidOf(JSON.stringify({ ...content, serialNumber: "" }))}` }
}
