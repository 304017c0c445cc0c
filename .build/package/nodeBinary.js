// The Node of a package: the one that npm serves for that machine, checked against what is written down here.
import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync } from "node:fs"
import { join } from "node:path"
import manifest from "../../package.json" with { type: "json" }
import binaries from "./nodeBinaries.json" with { type: "json" }

const { version, ...pinned } = binaries
const wanted = manifest.devDependencies.node
if (version !== wanted)
  throw new Error(`.build/package/nodeBinaries.json is for Node ${version}, package.json names ${wanted}`)

export const targets = Object.keys(pinned)

/** Machines as an ELF header numbers them. */
const MACHINES = { "x86-64": 0x3e, aarch64: 0xb7 }

const machineOf = (elf) => (elf.subarray(0, 4).toString("latin1") === "\u007fELF" ? elf.readUInt16LE(18) : 0)

/** Fetched and unpacked once; what is kept of it is checked each time. */
const kept = (target, cache) => {
  const name = `node-${target}`
  const directory = join(cache, `${name}-${version}`)
  if (existsSync(join(directory, "bin/node"))) return directory
  const part = `${directory}.part`
  rmSync(part, { recursive: true, force: true })
  mkdirSync(part, { recursive: true })
  const args = ["pack", `${name}@${version}`, "--prefer-offline", "--silent", "--pack-destination", cache]
  execFileSync("npm", args, { cwd: cache, stdio: ["ignore", "ignore", "inherit"] })
  const tarball = join(cache, `${name}-${version}.tgz`)
  const integrity = `sha512-${createHash("sha512").update(readFileSync(tarball)).digest("base64")}`
  if (integrity !== pinned[target].integrity)
    throw new Error(`${tarball} is not what it should be: ${integrity}`)
  const paths = ["package/LICENSE", "package/bin/node"]
  execFileSync("tar", ["-xzf", tarball, "-C", part, "--strip-components=1", ...paths])
  rmSync(tarball)
  renameSync(part, directory)
  return directory
}

/** The program and its licence. */
export const nodeFor = (target, cache) => {
  const directory = kept(target, cache)
  const program = readFileSync(join(directory, "bin/node"))
  const sha256 = createHash("sha256").update(program).digest("hex")
  const { machine, sha256: expected } = pinned[target]
  if (sha256 !== expected) throw new Error(`${directory}/bin/node is not what it should be: ${sha256}`)
  if (machineOf(program) !== MACHINES[machine]) throw new Error(`${directory}/bin/node is not for ${machine}`)
  return { program, license: readFileSync(join(directory, "LICENSE")), sha256, version }
}
