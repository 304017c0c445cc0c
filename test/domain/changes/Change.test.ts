/** Changes as they are made, and told apart. */
import { assert, describe, it } from "@effect/vitest"
import { Option } from "effect"
import {
  Change,
  type Change as AnyChange,
  FILE,
  isDirectoryChange,
  isValueChange,
  placeFetched,
  putBack,
  removeValue,
  setValue,
  valueAfter
} from "../../../src/domain/changes/Change.ts"

const why = { plugin: "clock", cause: "update" }
const at = { ...why, file: "config", key: ["clock", "enabled"] } as const
const place = "plugin-repos/clock"
const member = { ...why, list: "marks", member: "clock" } as const

const ofValues: ReadonlyArray<AnyChange> = [setValue(at, true, false), removeValue(at, true)]
const ofDirectories: ReadonlyArray<AnyChange> = [
  placeFetched(why, place),
  putBack(why, place, "from"),
  Change.SetAside({ ...why, place, kept: "kept" })
]
const others: ReadonlyArray<AnyChange> = [
  Change.AddMember(member),
  Change.RemoveMember(member),
  Change.SetByteOrderMark({ ...why, file: FILE.config, present: false }),
  Change.RenameEntry({ ...why, from: "a", to: "b", overBare: false, leavesBare: false }),
  Change.ReplaceFile({ ...why, file: "a", by: "b", kept: "c", was: "d", becomes: "e" }),
  Change.RebuildState(why)
]

describe("a change of a value", () => {
  it.each(ofValues)("is $_tag", (change) => {
    assert.isTrue(isValueChange(change))
  })

  it.each([...ofDirectories, ...others])("is not $_tag", (change) => {
    assert.isFalse(isValueChange(change))
  })
})

describe("a change of a directory", () => {
  it.each(ofDirectories)("is $_tag", (change) => {
    assert.isTrue(isDirectoryChange(change))
  })

  it.each([...ofValues, ...others])("is not $_tag", (change) => {
    assert.isFalse(isDirectoryChange(change))
  })
})

describe("a value that is set", () => {
  it("has nothing before it where nothing stood there", () => {
    assert.deepStrictEqual(setValue(at, undefined, 1).from, Option.none())
  })

  it("has null before it where null stood there", () => {
    assert.deepStrictEqual(setValue(at, null, 1).from, Option.some(null))
  })

  it("stands there afterwards", () => {
    assert.deepStrictEqual(valueAfter(setValue(at, true, null)), Option.some(null))
  })

  it("takes the place and the cause of another change, and nothing else of it", () => {
    const before = removeValue(at, true, Option.some({ text: `"enabled": true` }))
    assert.deepStrictEqual(setValue(before, undefined, false), setValue(at, undefined, false))
  })
})

describe("a value that is removed", () => {
  it("leaves nothing", () => {
    assert.deepStrictEqual(valueAfter(removeValue(at, true)), Option.none())
  })

  it("takes the place and the cause of another change, and nothing else of it", () => {
    assert.deepStrictEqual(removeValue(setValue(at, true, false), false), removeValue(at, false))
  })
})

describe("a directory", () => {
  it("that is placed where none stood keeps none", () => {
    assert.deepStrictEqual(placeFetched(why, place).kept, Option.none())
  })

  it("that is placed in another's place keeps that", () => {
    assert.deepStrictEqual(placeFetched(why, place, "kept").kept, Option.some("kept"))
  })

  it("that is put back where none stood keeps none", () => {
    assert.deepStrictEqual(putBack(why, place, "from").kept, Option.none())
  })

  it("that is put back in another's place keeps that", () => {
    assert.deepStrictEqual(putBack(why, place, "from", "kept").kept, Option.some("kept"))
  })

  it("has no fingerprint before it is moved", () => {
    assert.deepStrictEqual(placeFetched(why, place).fingerprint, Option.none())
    assert.deepStrictEqual(putBack(why, place, "from").fingerprint, Option.none())
  })
})
