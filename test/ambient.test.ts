// What types cannot rule out in the folders between the ports and the shells: that lint does, seen on planted lines.
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { spawnSync } from "node:child_process"
import { readFileSync } from "node:fs"
import { directoryWith } from "./support/realInstallation.ts"

const project = new URL("..", import.meta.url).pathname
const folders = ["json", "domain", "ports", "services", "changes", "reconcile", "operations", "controller"]
const ambient = [
  `fetch("http://127.0.0.1")`,
  `process.env`,
  `new WebSocket("ws://127.0.0.1")`,
  `new EventSource("http://127.0.0.1")`,
  `new XMLHttpRequest()`,
  `globalThis.fetch`,
  `global.fetch`,
  `import(name)`
]

/** The lines that the project's lint objects to, by file. */
const objections = Effect.fnUntraced(function* (line: string) {
  const text = `export const planted = (name: string) => [name, ${line}]\n`
  const root = yield* directoryWith({
    ".oxlintrc.json": readFileSync(`${project}.oxlintrc.json`, "utf8"),
    ...Object.fromEntries(folders.map((folder) => [`src/${folder}/planted.ts`, text]))
  })
  const { stdout } = spawnSync(`${project}node_modules/.bin/oxlint`, ["--format", "unix", "src"], {
    cwd: root,
    encoding: "utf8"
  })
  return stdout.split("\n").filter((said) => /no-restricted-globals|no-dynamic-require/u.test(said))
})

describe("the lint of what is reached past the ports", () => {
  it.live.each(ambient)("objects to %s in every folder", (line) =>
    Effect.gen(function* () {
      const said = yield* objections(line)
      assert.deepStrictEqual(
        folders.filter((folder) => !said.some((one) => one.includes(`src/${folder}/planted.ts`))),
        []
      )
    })
  )

  it.live("says nothing of what is only computed", () =>
    Effect.gen(function* () {
      assert.deepStrictEqual(yield* objections(`name.length`), [])
    })
  )
})
