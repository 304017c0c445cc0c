/** What a client of the controller sends: whole requests, byte for byte as they stand on the wire. */
import { given } from "../harness/inputs/given.ts"
import { mutated } from "../harness/inputs/mutate.ts"
import { bytesOf } from "../harness/inputs/Pieces.ts"
import type { Random } from "../harness/inputs/Random.ts"
import {
  anyOf,
  constant,
  document,
  junk,
  type Make,
  mostly,
  object,
  scalar,
  strange,
  string
} from "./json.ts"
import { id, knownId } from "./words.ts"

export const TOKEN = "t0ken-of-the-owner"

const END = "\r\n"

const GETS = [
  "/healthz",
  "/readyz",
  "/metrics",
  "/api/v3/plugins/installed",
  "/api/v3/plugins/state",
  "/api/v3/plugins/ID/explain",
  "/api/v3/plugins/reconciliation-status",
  "/api/v3/plugins/operation/ID",
  "/api/v3/plugins/operation/history",
  "/api/v3/plugins/store/list",
  "/api/v3/history",
  "/api/v3/reconciler/status",
  "/api/v3/reconciler/passes",
  "/api/v3/events",
  "/api/v3",
  "/",
  "/docs"
] as const

const POSTS = [
  "/api/v3/plugins/state/reconcile",
  "/api/v3/plugins/install",
  "/api/v3/plugins/uninstall",
  "/api/v3/plugins/update",
  "/api/v3/plugins/toggle",
  "/api/v3/plugins/store/refresh",
  "/api/v3/history/ID/undo",
  "/api/v3/reconciler/suspend",
  "/api/v3/reconciler/resume"
] as const

const METHODS = [
  "HEAD",
  "OPTIONS",
  "PUT",
  "DELETE",
  "PATCH",
  "TRACE",
  "CONNECT",
  "get",
  "PRI",
  "G T"
] as const

const NAMES = ["plugin_id", "enabled", "limit", "operation_type", "query", "category", "tags", "x"] as const

const FLAGS = ["true", "off", "1", "", "0", "1001", "1e3", "-1", "NaN", "toggle", "%", "%ff", "%00"] as const

/** No character that ends a line, or a target: these are put in by mutations. */
const inLine = (text: string): string => text.replaceAll(/[\r\n\0]/gu, "")

const escapes: Make = anyOf(
  (random) => encodeURIComponent(id(random).toWellFormed()),
  (random) => inLine(strange(random)).replaceAll(" ", "%20"),
  constant("%2e%2e%2f"),
  constant("..")
)

const segment: Make = mostly((random) => knownId(random), escapes)

const query: Make = (random) =>
  random
    .many(
      random.size(4),
      () => `${random.pick(NAMES)}=${random.oneIn(3) ? escapes(random) : random.pick(FLAGS)}`
    )
    .join("&")

const target = (random: Random, path: string): string => {
  const filled = path.replace("ID", () => segment(random))
  const changed = random.oneIn(12) ? `${filled}/${escapes(random)}` : filled
  const absolute = random.oneIn(25) ? `http://${random.pick(["localhost", "evil.example", "[::1]"])}` : ""
  return `${absolute}${changed}${random.oneIn(3) ? `?${query(random)}` : ""}`
}

const json: Make = document(
  mostly(
    object({
      plugin_id: string(id),
      enabled: scalar,
      force: scalar,
      replace_broken: scalar,
      preserve_config: scalar,
      branch: scalar
    }),
    junk
  )
)

const valid: Make = object({ plugin_id: string(knownId) })

const body: Make = anyOf(json, json, valid, valid, query, constant(""), strange)

const TYPES = [
  "application/json",
  "application/json; charset=utf-16",
  "application/problem+json",
  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "text/plain",
  "+json"
] as const

const HOSTS = [
  "evil.example",
  "localhost@evil.example",
  "[::1",
  "",
  "127.0.0.1:99999",
  "localhost:80"
] as const

const ODD_LINES = [
  "Origin: http://localhost",
  "Origin: http://evil.example",
  "Origin: null",
  "Access-Control-Request-Method: POST",
  "Expect: 100-continue",
  "Upgrade: websocket",
  "Connection: keep-alive, upgrade",
  "Accept-Encoding: gzip;q=nan, br;q=2, *",
  "If-None-Match: *",
  "Range: bytes=0-",
  "Content-Encoding: gzip",
  "X-HTTP-Method-Override: DELETE",
  "Transfer-Encoding: chunked",
  "Transfer-Encoding: identity",
  "Content-Length: 0",
  "Content-Length: 99999999999",
  "Last-Event-ID: 5",
  ": no name",
  "no colon",
  " folded: line"
] as const

const headerLines = (random: Random, length: number, method: string): ReadonlyArray<string> => [
  `Host: ${random.oneIn(12) ? random.pick(HOSTS) : "localhost"}`,
  ...(random.oneIn(4) ? [] : [`Authorization: ${random.oneIn(12) ? "Basic x" : `Bearer ${TOKEN}`}`]),
  ...(method === "GET" && length === 0
    ? []
    : [`Content-Length: ${random.oneIn(20) ? random.int(99) : length}`]),
  ...(length === 0 ? [] : [`Content-Type: ${random.oneIn(3) ? random.pick(TYPES) : "application/json"}`]),
  ...random.many(random.oneIn(3) ? random.size(3) : 0, () =>
    random.oneIn(4) ? `X-${random.int(9)}: ${inLine(strange(random))}` : random.pick(ODD_LINES)
  ),
  ...(random.oneIn(4) ? [] : ["Connection: close"])
]

const CLOSING = bytesOf(`${END}0${END}${END}`)

const chunked = (sent: Uint8Array): Uint8Array =>
  Buffer.concat([bytesOf(`${sent.byteLength.toString(16)}${END}`), sent, CLOSING])

/** The body is changed before its length is counted, so that a server that only counts bytes accepts it. */
const whole = (random: Random): Uint8Array => {
  const posts = random.oneIn(2)
  const path = posts ? random.pick(POSTS) : random.pick(GETS)
  const method = random.oneIn(12) ? random.pick(METHODS) : posts ? "POST" : "GET"
  const sent = posts || random.oneIn(12) ? given(random, body) : new Uint8Array()
  const inChunks = sent.byteLength > 0 && random.oneIn(8)
  const lines = inChunks
    ? [...headerLines(random, 0, "GET"), "Transfer-Encoding: chunked"]
    : headerLines(random, sent.byteLength, method)
  const head = [`${method} ${target(random, path)} HTTP/1.${random.oneIn(20) ? 0 : 1}`, ...lines].join(END)
  return Buffer.concat([bytesOf(`${head}${END}${END}`), inChunks ? chunked(sent) : sent])
}

export const request = (random: Random): Uint8Array => {
  const bytes = whole(random)
  return random.oneIn(4) ? mutated(random, bytes, () => whole(random)) : bytes
}
