/** The store: an archive installed, the registry asked. */
import { Effect } from "effect"
import { execFileSync, spawnSync } from "node:child_process"
import { mkdirSync, writeFileSync } from "node:fs"
import { createServer } from "node:http"
import { join } from "node:path"
import { install } from "../../../../src/operations/install/install.ts"
import { PluginRegistry } from "../../../../src/services/PluginStore.ts"
import { liveServices } from "../../../support/realInstallation.ts"
import { pluginFiles, zip } from "../../../support/zip.ts"
import { built, directory, emptied, removed } from "./directories.ts"
import { type Figure, ratio } from "../measure.ts"

/** As large as the largest real plugin: 259 files, a megabyte, most of it icons. */
const archive = (): Uint8Array => {
  const icons = Array.from({ length: 257 }, (_, at) => ({
    name: `assets/icons-${at % 5}/${at}.png`,
    content: Uint8Array.from({ length: 600 + ((at * 97) % 6800) }, (__, byte) => (byte * at * 31) % 251)
  }))
  return zip([...pluginFiles("clock"), ...icons])
}

const registryOf = (address: string): string =>
  JSON.stringify({
    version: "1",
    plugins: [{ id: "clock", latest_version: "1.0.0", download_url_template: address }]
  })

export const installing = async (): Promise<ReadonlyArray<Figure>> => {
  const beside = directory()
  writeFileSync(join(beside, "clock.zip"), archive())
  writeFileSync(join(beside, "plugins.json"), registryOf("clock.zip"))
  // Nothing is removed between the runs: ext4 looks past each file that was just deleted when it makes a new one.
  let runs = 0
  const place = (): string => join(beside, `${runs++}`)
  const prepared = () => {
    const root = place()
    mkdirSync(root)
    emptied(root)
    spawnSync("sync")
    return liveServices(root, { offline: true, registry: join(beside, "plugins.json") })
  }
  let services = prepared()
  const ours = await ratio(
    "install of 259 files from a local zip / unzip and sync",
    2,
    [
      {
        name: "install",
        before: () => {
          services = prepared()
        },
        run: () => Effect.runPromise(Effect.provide(install("clock"), services))
      },
      {
        name: "unzip and sync",
        before: () => {
          spawnSync("sync")
        },
        run: () => {
          execFileSync("unzip", ["-q", join(beside, "clock.zip"), "-d", place()])
          execFileSync("sync")
        }
      }
    ],
    { warmUp: 3, counted: 15 }
  )
  removed(beside)
  return [ours]
}

const LOOK_UPS = 1000

export const lookingUp = async (): Promise<ReadonlyArray<Figure>> => {
  const root = directory()
  emptied(root)
  let asked = 0
  const server = createServer((_request, response) => {
    asked++
    setTimeout(() => response.end(registryOf("clock.zip")), 20)
  })
  const address = await new Promise<string>((resolve) => {
    server.listen(0, "127.0.0.1", () => {
      const bound = server.address()
      resolve(typeof bound === "object" && bound !== null ? `http://127.0.0.1:${bound.port}/` : "")
    })
  })
  const services = await built(root, { registry: address })
  const copies = await Effect.runPromise(
    Effect.all(
      Array.from({ length: LOOK_UPS }, () => PluginRegistry.use((registry) => registry.get)),
      { concurrency: "unbounded" }
    ).pipe(Effect.provideContext(services.context))
  )
  await services.end()
  server.closeAllConnections()
  server.close()
  removed(root)
  return [
    {
      name: `fetches for ${copies.length} concurrent look-ups in the registry`,
      value: asked,
      limit: 1,
      detail: `${copies.filter(({ registry }) => registry.entries.length === 1).length} answered`
    }
  ]
}
