// Beside every file that a browser asks for lies a packed one, so that a running controller need not pack.
import { existsSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { gzipSync } from "node:zlib"

const PACKABLE = /\.(?:css|html|js|json|svg|txt|webmanifest)$/

export const packBeside = (directory) => {
  if (!existsSync(directory)) return
  for (const file of readdirSync(directory, { recursive: true, encoding: "utf8" })) {
    if (!PACKABLE.test(file)) continue
    const path = join(directory, file)
    writeFileSync(`${path}.gz`, gzipSync(readFileSync(path), { level: 9 }))
  }
}
