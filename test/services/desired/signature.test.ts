import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import { execFileSync } from "node:child_process"
import { createHash, generateKeyPairSync, sign } from "node:crypto"
import { mkdtempSync, readFileSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"
import { type DesiredKey, readKey, verifySignature } from "../../../src/services/desired/signature.ts"

const pair = generateKeyPairSync("ed25519")
const raw = pair.publicKey.export({ format: "der", type: "spki" }).subarray(-32)
const ID = Buffer.from("0123456789abcdef", "hex")
const document = Buffer.from('{"schema":"ledmatrix-desired/1"}')

const minisignKey = `untrusted comment: minisign public key\n${Buffer.concat([Buffer.from("Ed"), ID, raw]).toString("base64")}\n`
const pem = pair.publicKey.export({ format: "pem", type: "spki" }).toString()

/** As minisign writes it: of the bytes themselves (`Ed`), or of their BLAKE2b (`ED`). */
const minisig = (bytes: Uint8Array, algorithm = "ED", id = ID, comment = "timestamp:1"): Uint8Array => {
  const subject = algorithm === "ED" ? createHash("blake2b512").update(bytes).digest() : bytes
  const signature = sign(null, subject, pair.privateKey)
  const global = sign(null, Buffer.concat([signature, Buffer.from(comment)]), pair.privateKey)
  const head = Buffer.concat([Buffer.from(algorithm), id, signature]).toString("base64")
  return Buffer.from(
    `untrusted comment: x\n${head}\ntrusted comment: ${comment}\n${global.toString("base64")}\n`
  )
}

const keyOf = (text: string): DesiredKey => {
  const key = readKey(text)
  assert(Result.isSuccess(key))
  return key.success
}

const accepts = (key: string, bytes: Uint8Array, signature: Uint8Array): boolean =>
  Result.isSuccess(verifySignature(keyOf(key), bytes, signature))

describe("a signature", () => {
  const plain = sign(null, document, pair.privateKey)
  it.each([
    ["minisign's, hashed", minisignKey, minisig(document)],
    ["minisign's, of the bytes themselves", minisignKey, minisig(document, "Ed")],
    ["minisign's, with the key in PEM", pem, minisig(document)],
    ["64 bytes", pem, plain],
    ["64 bytes in base64", pem, Buffer.from(`${plain.toString("base64")}\n`)]
  ])("is taken as %s", (_, key, signature) => {
    assert.isTrue(accepts(key, document, signature))
  })
  const tampered = Buffer.from(minisig(document)).toString().replace("timestamp:1", "timestamp:2")
  it.each([
    ["of other bytes", minisig(Buffer.from("{}"))],
    ["of the bytes and a line feed", minisig(Buffer.concat([document, Buffer.from("\n")]))],
    ["with another key's id", minisig(document, "ED", Buffer.alloc(8))],
    ["with a trusted comment that was changed", Buffer.from(tampered)],
    ["of an unknown kind", minisig(document, "XX")],
    ["that is empty", new Uint8Array()],
    ["that is HTML", Buffer.from("<html>")],
    ["that breaks off", minisig(document).subarray(0, 120)]
  ])("is refused %s", (_, signature) => {
    assert.isFalse(accepts(minisignKey, document, signature))
  })
  it("made by the programs minisign and openssl is taken", () => {
    const directory = mkdtempSync(join(tmpdir(), "ledmatrix-reconciler-sign-"))
    const path = (name: string): string => join(directory, name)
    const exec = (file: string, args: ReadonlyArray<string>) => execFileSync(file, args, { stdio: "pipe" })
    writeFileSync(path("d"), document)
    exec("openssl", ["genpkey", "-algorithm", "ed25519", "-out", path("k")])
    exec("openssl", ["pkey", "-in", path("k"), "-pubout", "-out", path("p")])
    exec("openssl", ["pkeyutl", "-sign", "-rawin", "-inkey", path("k"), "-in", path("d"), "-out", path("s")])
    assert.isTrue(accepts(readFileSync(path("p"), "utf8"), document, readFileSync(path("s"))))
    if (hasMinisign()) {
      exec("minisign", ["-G", "-W", "-p", path("mp"), "-s", path("ms")])
      exec("minisign", ["-S", "-s", path("ms"), "-m", path("d")])
      assert.isTrue(accepts(readFileSync(path("mp"), "utf8"), document, readFileSync(path("d.minisig"))))
    }
    rmSync(directory, { recursive: true })
  })
})

const hasMinisign = (): boolean => {
  try {
    execFileSync("minisign", ["-v"], { stdio: "pipe" })
    return true
  } catch {
    return false
  }
}

describe("a key", () => {
  const rsa = generateKeyPairSync("rsa", { modulusLength: 2048 })
  it.each([
    ["a private key", pair.privateKey.export({ format: "pem", type: "pkcs8" }).toString(), "private key"],
    ["a key of another kind", rsa.publicKey.export({ format: "pem", type: "spki" }).toString(), "no Ed25519"],
    ["HTML", "<html>", "no public key"],
    ["nothing", "", "no public key"]
  ])("is refused where it is %s", (_, text, said) => {
    const key = readKey(text)
    assert(Result.isFailure(key))
    assert.include(key.failure, said)
  })
})
