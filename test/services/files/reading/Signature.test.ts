/** When a file is certainly the one that was read before. */
import { assert, describe, it } from "@effect/vitest"
import type { FileStat } from "../../../../src/ports/Files.ts"
import { compactTime } from "../../../../src/services/files/replacing/setFileAside.ts"
import { tellsChanges, sameSignature } from "../../../../src/services/files/reading/Signature.ts"

const stat: FileStat = {
  _tag: "FileStat",
  kind: "file",
  size: 1,
  mode: 0o644,
  uid: 1,
  gid: 1,
  device: 1,
  inode: 1,
  modifiedAtMs: 1000.25,
  changedAtMs: 1000.5
}

describe("a signature", () => {
  it("is the same where nothing tells the files apart; the owner does not", () => {
    assert.isTrue(sameSignature(stat, { ...stat, uid: 2, gid: 2 }))
  })

  it.each<Partial<FileStat>>([
    { kind: "directory" },
    { size: 2 },
    { mode: 0o600 },
    { device: 2 },
    { inode: 2 },
    { modifiedAtMs: 1000.3 },
    { changedAtMs: 1000.6 }
  ])("is another with %j", (other) => {
    assert.isFalse(sameSignature(stat, { ...stat, ...other }))
  })

  it.each([
    ["of a moment ago", { modifiedAtMs: 1000.25, changedAtMs: 1000.5 }, 1050.5, false],
    ["of more than a tick ago", { modifiedAtMs: 1000.25, changedAtMs: 1000.5 }, 1050.6, true],
    ["changed later than modified", { modifiedAtMs: 1.5, changedAtMs: 1000.5 }, 1050.5, false],
    ["modified later than changed", { modifiedAtMs: 1000.5, changedAtMs: 1.5 }, 1050.5, false],
    ["in whole seconds", { modifiedAtMs: 2000, changedAtMs: 1000 }, 4000, false],
    ["in whole seconds, long ago", { modifiedAtMs: 2000, changedAtMs: 1000 }, 4000.5, true],
    ["in whole seconds of one time alone", { modifiedAtMs: 2000, changedAtMs: 1000.5 }, 2100, true],
    ["in whole seconds of the other alone", { modifiedAtMs: 1000.5, changedAtMs: 2000 }, 2100, true],
    ["in the future", { modifiedAtMs: 9000.5, changedAtMs: 1.5 }, 2000, false]
  ] as const)("%s can be trusted later: %#", (_title, times, readAtMs, settled) => {
    assert.strictEqual(tellsChanges({ ...stat, ...times }, readAtMs), settled)
  })
})

describe("a time in a file's name", () => {
  it("is local, and sorts", () => {
    assert.strictEqual(compactTime(new Date(2026, 3, 8, 9, 3, 2).getTime()), "20260408_090302")
    assert.strictEqual(compactTime(new Date(2026, 10, 18, 19, 13, 12).getTime()), "20261118_191312")
  })
})
