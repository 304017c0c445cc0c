import { assert, describe, it } from "@effect/vitest"
import { globSync, readFileSync } from "node:fs"
import { fileURLToPath } from "node:url"
import { areas } from "./areas.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

/** What the warm runner stands in for; it runs a specification alone, without what stands around it. */
const OFFERED: ReadonlySet<string> = new Set(["assert", "describe", "it"])

const namesIn = (file: string): ReadonlyArray<string> =>
  (/import \{([^}]*)\} from "@effect\/vitest"/u.exec(readFileSync(`${root}/${file}`, "utf8"))?.[1] ?? "")
    .split(",")
    .map((name) => name.trim())

describe.each(Object.entries(areas))("the specifications of the area %s", (_area, { specs }) => {
  const files = globSync([...specs], { cwd: root }).filter((file) => !file.includes("Properties.test."))

  it("are there", () => {
    assert.isAbove(files.length, 0)
  })

  it("ask of the test runner only what the warm one has", () => {
    const others = files.flatMap((file) =>
      namesIn(file)
        .filter((name) => !OFFERED.has(name))
        .map((name) => `${file}: ${name}`)
    )
    assert.deepStrictEqual(others, [])
  })
})
