/** The controller's HTTP server, on a real socket: any bytes, with the owner's token among them or without. */
import { Clock, Effect, Layer, Redacted } from "effect"
import { Listening } from "../../../../../src/http/Server.ts"
import { askAt, site } from "../../../../http/support/site.ts"
import { hostVersion } from "../../grammars/host.ts"
import { request, TOKEN } from "../../grammars/requests.ts"
import { laid, onlyInside } from "../../harness/surroundings/disk.ts"
import { pieces, type Pieces, textIn, textOf } from "../../harness/inputs/Pieces.ts"
import { promise, type Target } from "../../harness/Target.ts"
import { exchange, type Reply, replyOf } from "../../harness/surroundings/wire.ts"

/** In the files of the installation, and in no answer. */
const SECRET = "s3cr3t-value"

const HEAD = /^([A-Z]+) (\/[!-~]*) HTTP\/1\.1\r\n((?:[A-Za-z-]+: [ -~]*\r\n)+)\r\n/u

/** Whether anybody would take this for a request with its end: those are to be answered. */
const isComplete = (text: string): boolean => {
  const [head = "", method, , lines = ""] = HEAD.exec(text) ?? []
  const lengths = [...lines.matchAll(/^content-length: (.*)$/gimu)].map(([, length = ""]) => length)
  const rest = text.length - head.length
  return (
    head !== "" &&
    method !== "CONNECT" &&
    !/^(?:transfer-encoding|expect|upgrade|connection):/imu.test(lines) &&
    (lengths.length === 0 ? rest === 0 : lengths.length === 1 && lengths[0] === String(rest))
  )
}

const carriesToken = (text: string): boolean => text.includes(TOKEN)

/** The page holds no data; it asks for a token itself. */
const OPEN = new Set(["/healthz", "/"])

const isOpen = (text: string): boolean => {
  const [method = "", target = ""] = text.split(" ", 2)
  return (
    (method === "OPTIONS" && /^origin:/imu.test(text)) ||
    ((method === "GET" || method === "HEAD") && OPEN.has(target.split("?", 1)[0] ?? ""))
  )
}

/** What Node says by itself, without a body, of what it cannot read as a request or whose head is too long. */
const REFUSED_BY_NODE = new Set([400, 431])

const isEnvelope = (body: string): boolean => {
  const value: unknown = JSON.parse(body)
  return typeof value === "object" && value !== null && "status" in value
}

const checkReply = Effect.fnUntraced(function* (sent: string, { body, headers, status }: Reply) {
  const type = headers.get("content-type") ?? ""
  const told = `${status} ${body ?? ""}`.slice(0, 500)
  yield* promise(body === undefined || !body.includes("INTERNAL_ERROR"), "a request makes it fault", told)
  if (REFUSED_BY_NODE.has(status) && headers.get("x-content-type-options") === undefined) return
  yield* promise(headers.get("x-content-type-options") === "nosniff", "an answer lacks its headers", told)
  if (
    body !== undefined &&
    body !== "" &&
    type.includes("json") &&
    / \/api\//u.test(sent.split("\r\n", 1)[0] ?? "")
  )
    yield* promise(isEnvelope(body), "an answer is in no envelope", told)
  if (!carriesToken(sent)) yield* promise(status >= 400 || isOpen(sent), "it answers without the token", told)
})

const described = {
  config: { clock: { enabled: true, api_key: SECRET } },
  state: { clock: { plugin_id: "clock", enabled: false, version: "1.0.0" } },
  plugins: { clock: { version: "1.0.0" }, news: { version: "1.0.0" } },
  files: { "config/config_secrets.json": JSON.stringify({ weather: { api_key: SECRET } }) },
  offers: { weather: { manifestId: "weather", version: "2.0.0" } }
}

/** Of both kinds of sign. */
const beside = (input: Pieces) => ({ ...described, ledmatrixVersion: textIn(input, "host") })

const parts = (input: Pieces): ReadonlyArray<Uint8Array> =>
  [...input].flatMap(([name, bytes]) => (name.startsWith("request") ? [bytes] : []))

export const requests: Target = {
  name: "requests",
  promises:
    "any bytes are answered or refused, nothing without the token, no secret is shown, and the server goes on",
  budget: 40,
  make: (random) =>
    pieces({
      ...Object.fromEntries(
        random.many(1 + random.size(3), (at) => [`request ${at}`, request(random)] as const)
      ),
      host: hostVersion(random)
    }),
  check: (input) =>
    Effect.gen(function* () {
      yield* laid(pieces({}))
      const { address } = yield* Listening
      const port = Number(new URL(address).port)
      for (const bytes of parts(input)) {
        const sent = Buffer.from(bytes).toString("latin1")
        const complete = isComplete(sent)
        const received = yield* Effect.promise(() => exchange(port, bytes, complete))
        const reply = replyOf(received)
        yield* promise(!complete || reply !== undefined, "a request is not answered", sent.slice(0, 500))
        yield* promise(!textOf(received).includes(SECRET), "a secret is shown", sent.slice(0, 500))
        if (reply !== undefined) yield* checkReply(sent, reply)
      }
      const alive = yield* Effect.promise(() => askAt(address, "/healthz"))
      yield* promise(alive.status === 200, "the server is gone", String(alive.status))
      yield* onlyInside
    }).pipe(
      Effect.provide(Layer.orDie(site(beside(input), { settings: { token: Redacted.make(TOKEN) } }))),
      // Sockets do not wait for a clock that runs ahead.
      Effect.provideService(Clock.Clock, Clock.Clock.defaultValue())
    )
}
