/** Whose the thing is that refuses a call: the file itself, or the directory around it. */
import { assert, describe, it } from "@effect/vitest"
import { chmodSync, mkdtempSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir, userInfo } from "node:os"
import { basename, join } from "node:path"
import { fileFault } from "../../../src/node/files/fileFault.ts"

const refused = Object.assign(new Error("no"), { code: "EACCES" })

describe("a call that is not permitted", () => {
  const directory = mkdtempSync(join(tmpdir(), "refuser-"))
  const file = join(directory, "config.json")
  writeFileSync(file, "{}")
  chmodSync(file, 0o600)

  it.each([
    ["read", file, "it"],
    ["create", join(directory, "new"), `the directory ${basename(directory)}`],
    ["rename", file, `the directory ${basename(directory)}`],
    ["stat", join(directory, "gone", "deeper"), `the directory ${basename(directory)}`]
  ])("says what refuses, and whose it is: %s", (operation, path, what) => {
    const fault = fileFault(operation, path)(refused)
    assert.deepStrictEqual(fault.refuser, { what, owner: userInfo().username })
    assert.include(fault.message, `permission denied (EACCES); ${what} belongs to ${userInfo().username}`)
  })

  it("says nothing of owners where permissions are not the matter", () => {
    const fault = fileFault("create", file)(Object.assign(new Error("no"), { code: "ENOSPC" }))
    assert.notProperty(fault, "refuser")
    rmSync(directory, { recursive: true })
  })
})
