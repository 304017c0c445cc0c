// The API against its own description: good requests get the answers it documents. If a request is wrong, the
// answer is one that it documents too, says what is wrong, and is no fault of the server.
import { assert, describe, layer } from "@effect/vitest"
import { Effect } from "effect"
import { record } from "../support/reconciling.ts"
import { objection, type Operation, operations } from "./support/document.ts"
import { ask, type Asking, jsonOf, type Loose, registryCopy, site } from "./support/site.ts"

const real = { excludeTestServices: true } as const

const described = {
  config: { clock: { enabled: true }, gone: { enabled: true } },
  plugins: { clock: { version: "1.0.0" }, "broken-one": {} },
  state: { clock: record("clock", true), odd: { plugin_id: "odd" } },
  offers: { clock: { manifestId: "clock", version: "1.1.0" } },
  files: {
    ...registryCopy([{ id: "clock", latest_version: "1.1.0" }]),
    "plugin-repos/bad/manifest.json": "{"
  }
}

interface Case {
  readonly what: string
  readonly path: string
  readonly asking: Asking
}

const LONG = "x".repeat(5000)
const ODD_TEXTS = [
  "",
  " ",
  "..",
  "../x",
  "a b",
  "é\u0000",
  "💡",
  "\u202e",
  LONG,
  "%",
  "true",
  "-1",
  "1e999",
  "null"
]
const ODD_VALUES: ReadonlyArray<unknown> = [null, 5, -0.5, [], [1], {}, { a: 1 }, true, ...ODD_TEXTS]

const BODIES = [
  "",
  "null",
  "[]",
  "5",
  `"text"`,
  "{",
  "}",
  "{]",
  "[".repeat(2000),
  `{"a":${"[".repeat(2000)}`,
  "NaN",
  `{"__proto__":{"plugin_id":"clock"}}`,
  `{"constructor":1}`,
  `{"plugin_id":"clock","plugin_id":5}`,
  "\u0000",
  "\ufeff{}",
  LONG,
  "plugin_id=clock",
  `{"plugin_id":"clock"}x`
]

const CONTENT_TYPES = [
  "application/json",
  "application/json; charset=utf-8",
  "APPLICATION/JSON",
  "text/plain",
  "application/xml",

  "application/x-www-form-urlencoded",
  "multipart/form-data; boundary=x",
  "application/problem+json",
  "x",
  ""
]

const GOOD: { readonly [name: string]: string } = { id: "clock", run: "20260101T000000000-abcdef" }

const filled = (path: string, values: { readonly [name: string]: string } = GOOD): string =>
  path.replaceAll(/\{(\w+)\}/gu, (_, name: string) => encodeURIComponent(values[name] ?? ""))

const shown = (value: unknown): string => {
  const text = JSON.stringify(value) ?? "undefined"
  return text.length > 40 ? `${text.slice(0, 40)}…` : text
}

/** One value that each field of a body may have. */
const goodBody = (schema: Loose): { readonly [name: string]: unknown } =>
  Object.fromEntries(
    (schema.required ?? []).map((name: string) => [name, name === "plugin_id" ? "clock" : "true"])
  )

const badPaths = ({ method, parameters, path }: Operation): ReadonlyArray<Case> =>
  parameters.flatMap(({ in: place, name }) =>
    ODD_TEXTS.flatMap((text) => {
      const odd = encodeURIComponent(text)
      const paths =
        place === "path"
          ? text === "" || text === ".."
            ? []
            : [filled(path, { ...GOOD, [name]: text })]
          : [`${filled(path)}?${name}=${odd}`, `${filled(path)}?${name}=${odd}&${name}=a`]
      return paths.map((at) => ({ what: `${name}=${shown(text)}`, path: at, asking: { method } }))
    })
  )

const badBodies = ({ bodies, method, path }: Operation): ReadonlyArray<Case> => {
  if (method !== "POST") return []
  const at = filled(path)
  const send = (what: string, body: string, type = "application/json"): Case => ({
    what,
    path: at,
    asking: { method, body, headers: type === "" ? {} : { "content-type": type } }
  })
  const schema: Loose = bodies["application/json"] ?? { properties: {} }
  const good = goodBody(schema)
  const fields = Object.keys(schema.properties ?? {})
  return [
    { what: "no body", path: at, asking: { method } },
    ...BODIES.map((body) => send(`body ${shown(body)}`, body)),
    ...CONTENT_TYPES.map((type) => send(`content type ${type}`, JSON.stringify(good), type)),
    ...CONTENT_TYPES.map((type) => send(`a form as ${type}`, "plugin_id=clock&enabled=maybe", type)),
    ...fields.map((field) => send(`without ${field}`, JSON.stringify({ ...good, [field]: undefined }))),
    ...fields.flatMap((field) =>
      ODD_VALUES.map((value) =>
        send(`${field}: ${shown(value)}`, JSON.stringify({ ...good, [field]: value }))
      )
    ),
    send("an unknown field", JSON.stringify({ ...good, plugin: "clock" })),
    send(
      "many unknown fields",
      JSON.stringify(Object.fromEntries(Array.from({ length: 5000 }, (_, n) => [`f${n}`, n])))
    )
  ]
}

/** A stream has no end, and takes nothing that could be wrong. */
const ending = operations.filter(({ path }) => path !== "/api/v3/events")

const faultOf = (operation: Operation, { asking, path, what }: Case) =>
  Effect.map(ask(path, asking), (answer) => {
    const { status, text } = answer
    const problem = status >= 500 && status !== 503 ? `status ${status}` : objection(operation, answer)
    const silent = status >= 400 && String(jsonOf(answer).message ?? jsonOf(answer).detail ?? "") === ""
    const endless = text.length > 20_000 && status >= 400
    const fault = problem ?? (silent ? "it says nothing" : endless ? "it says too much" : undefined)
    return fault === undefined ? [] : [`${what}: ${fault} (${status} ${shown(text)})`]
  })

describe("the API", () => {
  layer(site(described), real)("on bad requests", (it) => {
    for (const operation of ending) {
      const cases = [...badPaths(operation), ...badBodies(operation)]
      if (cases.length > 0)
        it.effect(`answers as documented: ${operation.method} ${operation.path}`, () =>
          Effect.gen(function* () {
            const faults = yield* Effect.forEach(cases, (one) => faultOf(operation, one), { concurrency: 8 })
            assert.deepStrictEqual(faults.flat(), [])
          })
        )
    }
  })

  const BODY: { readonly [path: string]: unknown } = {
    "/api/v3/plugins/state/reconcile": { force: false },
    "/api/v3/plugins/install": { plugin_id: "clock" },
    "/api/v3/plugins/uninstall": { plugin_id: "clock" },
    "/api/v3/plugins/update": { plugin_id: "clock" },
    "/api/v3/plugins/toggle": { plugin_id: "clock", enabled: true },
    "/api/v3/plugins/store/refresh": {},
    "/api/v3/reconciler/suspend": { plugin_id: "clock" },
    "/api/v3/reconciler/resume": {}
  }

  const goodRequest = (operation: Operation) => {
    const { method, path } = operation
    const body = BODY[path]
    return ask(filled(path), {
      method,
      headers: { "content-type": "application/json" },
      ...(body === undefined ? {} : { body: JSON.stringify(body) })
    })
  }

  describe("on good requests", () => {
    for (const operation of ending)
      layer(site(described), real)(`${operation.method} ${operation.path}`, (it) => {
        it.effect("answers as documented", () =>
          Effect.gen(function* () {
            const answer = yield* goodRequest(operation)
            assert.isUndefined(objection(operation, answer), answer.text)
            // Of these two there is nothing yet to ask for.
            const unknown = /\{run\}|operation\/\{id\}/u.test(operation.path)
            assert.strictEqual(answer.status === 404, unknown, answer.text)
          })
        )
      })
  })

  layer(site(described), real)("after an operation", (it) => {
    it.effect("shows it, and its run, and takes it back, as documented", () =>
      Effect.gen(function* () {
        const at = (path: string): Operation => {
          const found = operations.find((operation) => operation.path === path)
          assert(found !== undefined)
          return found
        }
        const good = (path: string, url: string, asking: Asking = {}) =>
          Effect.map(ask(url, asking), (answer) => {
            assert.isUndefined(objection(at(path), answer), answer.text)
            assert.strictEqual(answer.status, 200, answer.text)
            return jsonOf(answer)
          })
        yield* goodRequest(at("/api/v3/plugins/toggle"))
        yield* ask("/api/v3/plugins/toggle?plugin_id=clock", { method: "POST" })
        const { data: tickets } = yield* good(
          "/api/v3/plugins/operation/history",
          "/api/v3/plugins/operation/history"
        )
        yield* good("/api/v3/plugins/operation/{id}", `/api/v3/plugins/operation/${tickets[0].operation_id}`)
        const { data } = yield* good("/api/v3/history", "/api/v3/history")
        const run = data.runs.find(({ command }: Loose) => command === "disable")
        yield* good("/api/v3/history/{run}/undo", `/api/v3/history/${run.run_id}/undo`, { method: "POST" })
        yield* good("/api/v3/reconciler/status", "/api/v3/reconciler/status")
      })
    )
  })
})
