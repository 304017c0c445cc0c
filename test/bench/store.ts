/** The store and the life of plugins: checkouts listed, archives installed, the registry asked. */
import { Effect, Exit, Layer, Scope } from "effect"
import { execFileSync, spawn, spawnSync } from "node:child_process"
import { randomBytes } from "node:crypto"
import {
  mkdirSync,
  mkdtempSync,
  readdirSync,
  readFileSync,
  realpathSync,
  rmSync,
  writeFileSync
} from "node:fs"
import { createServer } from "node:http"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { defaultPolicy } from "../../src/domain/Policy.ts"
import { NodeFileReader } from "../../src/node/NodeFileReader.ts"
import { NodeFileWriter } from "../../src/node/NodeFileWriter.ts"
import { NodeGitProgram } from "../../src/node/NodeGitProgram.ts"
import { FileReader } from "../../src/ports/Files.ts"
import { GitProgram } from "../../src/ports/GitProgram.ts"
import { installed } from "../../src/reconcile/installed.ts"
import { install } from "../../src/reconcile/lifecycle/install.ts"
import { PluginRegistry } from "../../src/services/PluginStore.ts"
import { liveServices } from "../support/realInstallation.ts"
import { pluginFiles, zip } from "../support/zip.ts"
import { type Figure, median, ratio } from "./measure.ts"
import { BIN, peakKiB } from "./processes.ts"

const directory = (): string => realpathSync(mkdtempSync(join(tmpdir(), "ledmatrix-bench-")))

const emptied = (root: string): void => {
  for (const part of ["config", "data", "plugin-repos"]) {
    rmSync(join(root, part), { recursive: true, force: true })
    mkdirSync(join(root, part))
  }
  writeFileSync(join(root, "config/config.json"), "{}")
}

const removed = (root: string): void => rmSync(root, { recursive: true, force: true })

const CHECKOUTS = 100

/** Real repositories, each with a commit of its own. */
const checkouts = (): string => {
  const root = directory()
  emptied(root)
  for (let at = 0; at < CHECKOUTS; at++) {
    const plugin = join(root, "plugin-repos", nameOf(at))
    mkdirSync(plugin)
    writeFileSync(join(plugin, "manifest.json"), manifestOf(at))
    const git = (...args: ReadonlyArray<string>) =>
      execFileSync("git", ["-C", plugin, "-c", "user.name=x", "-c", "user.email=x@y", ...args])
    git("init", "--quiet", "--initial-branch=main")
    git("remote", "add", "origin", `https://github.com/ChuckBuilds/${nameOf(at)}`)
    git("add", "-A")
    git("commit", "--quiet", "-m", nameOf(at))
  }
  return root
}

const nameOf = (at: number): string => `plugin-${String(at).padStart(3, "0")}`

const manifestOf = (at: number): string =>
  JSON.stringify({ id: nameOf(at), name: "x", version: "1.0.0", class_name: "P", display_modes: [] })

/** The very files that tell of a checkout, and nothing around them. */
const checkoutFloor = (root: string) => (): void => {
  for (const name of readdirSync(join(root, "plugin-repos"))) {
    const plugin = `${root}/plugin-repos/${name}`
    JSON.parse(readFileSync(`${plugin}/manifest.json`, "utf8"))
    const head = readFileSync(`${plugin}/.git/HEAD`, "utf8")
    readFileSync(`${plugin}/.git/${head.slice("ref: ".length).trim()}`, "utf8")
  }
}

interface Counted {
  manifests: number
  processes: number
}

const counting = (count: Counted) => {
  const seen = (path: string) => {
    if (path.endsWith("/manifest.json")) count.manifests++
  }
  const reader = Layer.effect(
    FileReader,
    Effect.map(FileReader, (live) => ({
      ...live,
      read: (path, limit) => {
        seen(path)
        return live.read(path, limit)
      },
      readTexts: (paths, limit) => {
        for (const path of paths) seen(path)
        return live.readTexts(paths, limit)
      }
    }))
  ).pipe(Layer.provide(NodeFileReader.layer))
  const git = Layer.effect(
    GitProgram,
    Effect.map(GitProgram, (live) => ({
      run: (args, options) => {
        count.processes++
        return live.run(args, options)
      }
    }))
  ).pipe(Layer.provide(NodeGitProgram.layer))
  return Layer.mergeAll(reader, NodeFileWriter.layer, git)
}

/** Services that have not read anything yet. */
const built = async (root: string, settings: Parameters<typeof liveServices>[1] = { offline: true }) => {
  const scope = Scope.makeUnsafe()
  const context = await Effect.runPromise(Layer.buildWithScope(liveServices(root, settings), scope))
  return { context, end: () => Effect.runPromise(Scope.close(scope, Exit.void)) }
}

export const listing = async (): Promise<ReadonlyArray<Figure>> => {
  const root = checkouts()
  // Of files changed a moment ago no signature is trusted.
  await sleep(100)
  let services = await built(root)
  const cold = await ratio(
    `installed with ${CHECKOUTS} checkouts, cold / reading HEAD, ref and manifest of each`,
    3,
    [
      {
        name: "installed",
        before: async () => {
          await services.end()
          services = await built(root)
        },
        run: () => Effect.runPromise(Effect.provideContext(installed(defaultPolicy), services.context))
      },
      { name: "reading", run: checkoutFloor(root) }
    ],
    { warmUp: 10, counted: 41 }
  )
  await services.end()
  const count: Counted = { manifests: 0, processes: 0 }
  const list = await Effect.runPromise(
    Effect.gen(function* () {
      yield* installed(defaultPolicy)
      count.manifests = 0
      return yield* installed(defaultPolicy)
    }).pipe(Effect.provide(liveServices(root, { offline: true }, undefined, counting(count))))
  )
  removed(root)
  const told = `${list.plugins.filter(({ git }) => git?.commit !== null).length} commits told`
  return [
    cold,
    { name: "installed, warm: manifests read again", value: count.manifests, limit: 0, detail: told },
    { name: "installed, cold and warm: processes started", value: count.processes, limit: 0, detail: told }
  ]
}

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
        run: () => Effect.runPromise(Effect.provide(install("clock", defaultPolicy), services))
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

export const memory = async (): Promise<ReadonlyArray<Figure>> => {
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
