/** `installed` over many git checkouts, against reading the very files that tell of them. */
import { Effect, Layer } from "effect"
import { execFileSync } from "node:child_process"
import { mkdirSync, readdirSync, readFileSync, writeFileSync } from "node:fs"
import { join } from "node:path"
import { setTimeout as sleep } from "node:timers/promises"
import { NodeFileReader } from "../../../../src/node/NodeFileReader.ts"
import { NodeFileWriter } from "../../../../src/node/NodeFileWriter.ts"
import { NodeGitProgram } from "../../../../src/node/NodeGitProgram.ts"
import { FileReader } from "../../../../src/ports/Files.ts"
import { GitProgram } from "../../../../src/ports/GitProgram.ts"
import { installed } from "../../../../src/reconcile/look/installed.ts"
import { liveServices } from "../../../support/realInstallation.ts"
import { built, directory, emptied, removed } from "./directories.ts"
import { type Figure, ratio } from "../measure.ts"

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
        run: () => Effect.runPromise(Effect.provideContext(installed(), services.context))
      },
      { name: "reading", run: checkoutFloor(root) }
    ],
    { warmUp: 10, counted: 41 }
  )
  await services.end()
  const count: Counted = { manifests: 0, processes: 0 }
  const list = await Effect.runPromise(
    Effect.gen(function* () {
      yield* installed()
      count.manifests = 0
      return yield* installed()
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
