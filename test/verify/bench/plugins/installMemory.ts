/** What an install holds in memory, by the size of the archive. */
import { spawn } from "node:child_process"
import { randomBytes } from "node:crypto"
import { writeFileSync } from "node:fs"
import { join } from "node:path"
import { pluginFiles, zip } from "../../../support/zip.ts"
import { directory, emptied, removed } from "./directories.ts"
import { type Figure, median } from "../measure.ts"
import { BIN, peakKiB } from "../processes.ts"

const MIB = 1024 * 1024

/** Bytes that do not pack, in files of a third each, none over the limit. */
const archiveOf = (id: string, mebibytes: number): Uint8Array => {
  const third = Math.floor((mebibytes * MIB) / 3)
  const files = [0, 1, 2].map((at) => ({ name: `${at}.bin`, content: randomBytes(third) }))
  return zip([...pluginFiles(id), ...files])
}

/** Serves a directory from a process of its own: this one waits for those it measures. */
const SERVER = `
  import { createReadStream, statSync } from "node:fs"
  import { createServer } from "node:http"
  const server = createServer((request, response) => {
    const path = process.argv[1] + request.url
    response.setHeader("content-length", statSync(path).size)
    createReadStream(path).pipe(response)
  })
  server.listen(0, "127.0.0.1", () => process.stdout.write(server.address().port + "\\n"))
`

const served = (path: string): Promise<{ readonly address: string; readonly end: () => void }> =>
  new Promise((resolve) => {
    const child = spawn(process.execPath, ["--input-type=module", "-e", SERVER, path], {
      stdio: ["ignore", "pipe", "inherit"]
    })
    child.stdout.once("data", (port: Buffer) => {
      resolve({ address: `http://127.0.0.1:${port.toString().trim()}`, end: () => void child.kill() })
    })
  })

const SIZES = { small: 1, large: 100 } as const

export const installMemory = async (): Promise<ReadonlyArray<Figure>> => {
  const root = directory()
  const beside = directory()
  const { address, end } = await served(beside)
  const registry = (base: string): string =>
    JSON.stringify({
      plugins: Object.keys(SIZES).map((id) => ({
        id,
        latest_version: "1.0.0",
        download_url_template: `${base}${id}.zip`
      }))
    })
  for (const [id, mebibytes] of Object.entries(SIZES))
    writeFileSync(join(beside, `${id}.zip`), archiveOf(id, mebibytes))
  writeFileSync(join(beside, "web.json"), registry(`${address}/`))
  writeFileSync(join(beside, "local.json"), registry(""))
  const peak = (id: string, from: string): number => {
    emptied(root)
    return peakKiB([BIN, "install", id, "--root", root, "--registry", from])
  }
  const figures = Object.entries({
    "from the web": `${address}/web.json`,
    "from a file": join(beside, "local.json")
  }).map(([where, from]) => {
    const peaks = Array.from({ length: 5 }, () => [peak("large", from), peak("small", from)] as const)
    const [large, small] = [median(peaks.map(([a]) => a)), median(peaks.map(([, b]) => b))]
    return {
      name: `peak memory of installing 100 MiB / 1 MiB, ${where}`,
      value: large / small,
      limit: 1.5,
      detail: `${(large / 1024).toFixed(0)} MiB, ${(small / 1024).toFixed(0)} MiB`
    }
  })
  end()
  removed(root)
  removed(beside)
  return figures
}
