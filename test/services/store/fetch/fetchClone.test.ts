// A plugin that is cloned, while a user who may write to the plugins directory puts links in the place of what is made there.
import { assert, describe, it } from "@effect/vitest"
import { Effect, Layer } from "effect"
import { execFileSync } from "node:child_process"
import { existsSync, mkdirSync, readdirSync, realpathSync, renameSync, symlinkSync } from "node:fs"
import { basename, dirname } from "node:path"
import { NodeFileReader } from "../../../../src/node/NodeFileReader.ts"
import { NodeFileWriter } from "../../../../src/node/NodeFileWriter.ts"
import { NodeGitProgram } from "../../../../src/node/NodeGitProgram.ts"
import { install } from "../../../../src/operations/install/install.ts"
import { GitProgram } from "../../../../src/ports/GitProgram.ts"
import { directoryWith, liveServices } from "../../../support/realInstallation.ts"

const git = (cwd: string, ...args: ReadonlyArray<string>) =>
  execFileSync("git", ["-c", "user.name=A", "-c", "user.email=a@example.org", ...args], {
    cwd,
    env: { PATH: process.env["PATH"], GIT_CONFIG_GLOBAL: "/dev/null", GIT_CONFIG_NOSYSTEM: "1" }
  })

const manifest = JSON.stringify({
  id: "clock",
  name: "Clock",
  version: "1.0.0",
  class_name: "Clock",
  display_modes: ["clock"]
})

/** An installation whose store has `clock` as a repository of this disk. */
const withRepository = Effect.gen(function* () {
  const root = yield* directoryWith({
    "config/config.json": "{}",
    "plugin-repos/.keep": "",
    "store/clock/manifest.json": manifest,
    "store/plugins.json": JSON.stringify({ plugins: [{ id: "clock", name: "Clock", repo: "clock" }] })
  })
  git(`${root}/store/clock`, "init", "-q", "-b", "main")
  git(`${root}/store/clock`, "add", "-A")
  git(`${root}/store/clock`, "commit", "-q", "-m", "first")
  return root
})

/**
 * When git has looked up where it is to clone, and not begun, each staging is moved away, and a link to `elsewhere` stands in
 * its place.
 */
const raced = (root: string, elsewhere: string) =>
  Layer.effect(
    GitProgram,
    Effect.map(GitProgram, (real) => {
      const plugins = `${root}/plugin-repos`
      return GitProgram.of({
        ...real,
        run: (args, options) =>
          Effect.suspend(() => {
            const into = args.at(-1) ?? ""
            if (!args.includes("clone")) return real.run(args, options)
            const found = `${realpathSync(dirname(into))}/${basename(into)}`
            for (const name of readdirSync(plugins).filter((one) => one.includes("standalone-backup"))) {
              renameSync(`${plugins}/${name}`, `${plugins}/moved`)
              symlinkSync(elsewhere, `${plugins}/${name}`)
            }
            return real.run([...args.slice(0, -1), found], options)
          })
      })
    })
  ).pipe(Layer.provide(NodeGitProgram.layer))

describe("a clone", () => {
  it.live("writes nothing where a link leads that stands in the place of the staging", () =>
    Effect.gen(function* () {
      const root = yield* withRepository
      const elsewhere = `${root}/elsewhere`
      mkdirSync(elsewhere)
      const platform = Layer.mergeAll(NodeFileReader.layer, NodeFileWriter.layer, raced(root, elsewhere))
      yield* Effect.exit(install("clock").pipe(Effect.provide(liveServices(root, {}, undefined, platform))))
      assert.deepStrictEqual(readdirSync(elsewhere), [])
    })
  )

  it.live("is a checkout in its place, and leaves nothing among our records", () =>
    Effect.gen(function* () {
      const root = yield* withRepository
      yield* install("clock").pipe(Effect.provide(liveServices(root)))
      assert.isTrue(existsSync(`${root}/plugin-repos/clock/.git/HEAD`))
      const left = readdirSync(`${root}/data/reconciler`).filter((name) => name.includes("standalone"))
      assert.deepStrictEqual(left, [])
    })
  )
})
