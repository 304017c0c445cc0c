// An archive that has the same bytes whenever it is made of the same files: sorted, one time, one owner.
import { execFileSync } from "node:child_process"
import { createHash } from "node:crypto"
import { chmodSync, mkdirSync, readFileSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { gzipSync } from "node:zlib"

export const sha256 = (bytes) => createHash("sha256").update(bytes).digest("hex")

/** `files`: by path, `{ content, program? }`. The sums of all of them are put beside them. */
export const archiveOf = ({ files, name, place, seconds, level }) => {
  const directory = join(place, name)
  const paths = Object.keys(files).toSorted()
  const sums = paths.map((path) => `${sha256(files[path].content)}  ${path}\n`).join("")
  for (const [path, file] of [...Object.entries(files), ["SHA256SUMS", { content: sums }]]) {
    const target = join(directory, path)
    mkdirSync(dirname(target), { recursive: true })
    writeFileSync(target, file.content)
    chmodSync(target, file.program === true ? 0o755 : 0o644)
  }
  const options = [
    "--create",
    "--format=ustar",
    "--sort=name",
    `--mtime=@${seconds}`,
    "--owner=0",
    "--group=0",
    "--numeric-owner",
    "--mode=u=rwX,go=rX"
  ]
  const tar = execFileSync("tar", [...options, "-C", place, name], {
    maxBuffer: 1024 * 1024 * 1024,
    env: { PATH: process.env.PATH, LC_ALL: "C", TZ: "UTC" }
  })
  return gzipSync(tar, { level })
}

export const readFiles = (root, paths) =>
  Object.fromEntries(paths.map((path) => [path, { content: readFileSync(join(root, path)) }]))
