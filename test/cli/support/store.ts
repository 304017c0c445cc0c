/** A plugin store on this machine, which answers as a test wants it to, and notes what it was asked. */
import { createServer, type IncomingHttpHeaders, type ServerResponse } from "node:http"
import { zip } from "../../support/zip.ts"
import { manifest } from "./program.ts"

export interface Asked {
  readonly path: string
  readonly headers: IncomingHttpHeaders
}

export interface StoreOptions {
  readonly plugins: ReadonlyArray<string>
  /** Answers a request for an archive itself. */
  readonly archive?: (response: ServerResponse, bytes: Uint8Array) => void
  /** Answers a request for the registry itself. */
  readonly registry?: (response: ServerResponse) => void
}

export const archiveOf = (id: string): Uint8Array =>
  zip([
    { name: "manifest.json", content: JSON.stringify(manifest(id)) },
    { name: "manager.py", content: "class Plugin: pass\n".repeat(4000), store: true }
  ])

const send = (response: ServerResponse, bytes: Uint8Array | string): void => {
  response.end(bytes)
}

export const startStore = async (options: StoreOptions) => {
  const asked: Array<Asked> = []
  const waiting = new Set<() => void>()
  const server = createServer((request, response) => {
    const path = request.url ?? ""
    asked.push({ path, headers: request.headers })
    for (const look of waiting) look()
    const [, id] = /^\/([^/]+)\.zip$/u.exec(path) ?? []
    if (id !== undefined) (options.archive ?? send)(response, archiveOf(id))
    else if (options.registry === undefined) {
      const plugins = options.plugins.map((plugin) => ({
        id: plugin,
        latest_version: "1.0.0",
        download_url_template: `${address}/${plugin}.zip`
      }))
      response.end(JSON.stringify({ version: "1.0.0", plugins }))
    } else options.registry(response)
  })
  await new Promise<void>((resolve) => {
    server.listen(0, "127.0.0.1", resolve)
  })
  const bound = server.address()
  const address = `http://127.0.0.1:${typeof bound === "object" && bound !== null ? bound.port : 0}`
  return {
    registry: `${address}/plugins.json`,
    asked,
    /** Waits until something was asked for. */
    askedFor: (path: string): Promise<void> =>
      new Promise((resolve) => {
        const look = (): void => {
          if (!asked.some((one) => one.path === path)) return
          waiting.delete(look)
          resolve()
        }
        waiting.add(look)
        look()
      }),
    close: () => {
      server.closeAllConnections()
      server.close()
    }
  }
}

export type Store = Awaited<ReturnType<typeof startStore>>
