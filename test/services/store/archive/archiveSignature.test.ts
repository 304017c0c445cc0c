/** What counts as an archive, by its first and last bytes alone. */
import { assert, describe, it } from "@effect/vitest"
import {
  HEAD_BYTES,
  insteadOfArchive,
  TAIL_BYTES
} from "../../../../src/services/store/archive/archiveSignature.ts"
import { pluginFiles, zip } from "../../../support/zip.ts"

const judge = (content: string | Uint8Array): string | undefined => {
  const bytes = Buffer.from(content)
  return insteadOfArchive(bytes.subarray(0, HEAD_BYTES), bytes.subarray(-TAIL_BYTES))
}

const archive = Buffer.from(zip(pluginFiles("clock")))
const hex = (text: string) => Buffer.concat([Buffer.from(text, "hex"), Buffer.alloc(600)])

describe("an archive", () => {
  it.each([
    ["whole", archive],
    ["without files", Buffer.from(zip([]))],
    ["cut off", archive.subarray(0, 40)],
    ["behind a program that unpacks it", Buffer.concat([Buffer.from("#!/bin/sh\nexit\n"), archive])],
    ["with a long note", Buffer.concat([Buffer.alloc(9), archive, Buffer.alloc(65_000)])],
    ["gzip", hex("1f8b0800")],
    ["bzip2", hex("425a6839")],
    ["xz", hex("fd377a585a00")],
    ["zstd", hex("28b52ffd")],
    ["7z", hex("377abcaf271c")],
    ["rar", hex("526172211a0700")],
    ["tar", Buffer.concat([Buffer.alloc(257), Buffer.from("ustar"), Buffer.alloc(300)])]
  ] as const)("is one, %s", (_name, content) => {
    assert.isUndefined(judge(content))
  })
})

describe("what is no archive", () => {
  it.each([
    ["nothing", "nothing", ""],
    ["a page", "a page", "<!DOCTYPE html><html>"],
    ["a page behind a byte-order mark and empty lines", "a page", "\ufeff\r\n <html>"],
    ["a page that quotes a zip's beginning", "a page", "<pre>PK\u0003\u0004</pre>"],
    ["an object", "a JSON document", ' {"message": "maintenance"}'],
    ["a list", "a JSON document", "[]"],
    ["a text", "something else", "429: Too Many Requests"],
    ["an image", "something else", hex("89504e470d0a1a0a")],
    ["a single byte", "something else", "P"]
  ] as const)("is named: %s", (_name, expected, content) => {
    assert.strictEqual(judge(content), expected)
  })
})
