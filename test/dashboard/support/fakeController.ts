/**
 * A controller that is none: a real HTTP server that serves the built page and gives the answers set for it. It
 * can go away and come back on the same port.
 */
import { readFileSync } from "node:fs"
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http"
import type { AddressInfo, Socket } from "node:net"
import { extname, join, normalize } from "node:path"
import { fileURLToPath } from "node:url"

const built = fileURLToPath(new URL("../../../dist/dashboard", import.meta.url))

const POLICY =
  "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'; form-action 'self'; frame-ancestors 'none'; base-uri 'none'"

const TYPES: { readonly [ending: string]: string } = {
  ".html": "text/html; charset=utf-8",
  ".js": "text/javascript",
  ".css": "text/css",
  ".svg": "image/svg+xml"
}

export interface Asked {
  readonly method: string
  /** Below `/api/v3/`. */
  readonly path: string
  readonly body: { readonly [name: string]: unknown }
}

export interface Answered {
  readonly status?: number
  readonly data?: unknown
  readonly message?: string
  readonly error?: { readonly code: string; readonly hint?: string }
}

/** The answer to a request; `undefined` becomes a 404. */
export type Answers = (asked: Asked) => Answered | undefined | Promise<Answered | undefined>

const bodyOf = async (request: IncomingMessage): Promise<Asked["body"]> => {
  let text = ""
  for await (const piece of request) text += String(piece)
  return text === "" ? {} : (JSON.parse(text) as Asked["body"])
}

const send = (response: ServerResponse, { data, error, message, status = 200 }: Answered): void => {
  response.writeHead(status, { "content-type": "application/json", "cache-control": "no-store" })
  response.end(
    JSON.stringify(
      error === undefined
        ? { status: "success", data, message }
        : {
            status: "error",
            error_code: error.code,
            error_category: "unknown",
            message,
            ...(error.hint === undefined ? {} : { suggested_fixes: [error.hint] })
          }
    )
  )
}

const page = (path: string, response: ServerResponse): void => {
  const name = path === "/" ? "index.html" : normalize(path).replace(/^\/+/u, "")
  try {
    const content = readFileSync(join(built, name))
    response.writeHead(200, {
      "content-type": TYPES[extname(name)] ?? "application/octet-stream",
      "content-security-policy": POLICY,
      "x-content-type-options": "nosniff"
    })
    response.end(content)
  } catch {
    response.writeHead(404).end()
  }
}

export class FakeController {
  readonly asked: Array<Asked> = []
  answers: Answers
  /** What every request has to present, where there is one. */
  token: string | undefined
  /** Whether it has a page, and nothing to say. */
  refusesEvents = false
  /** The first event of each stream. */
  greeting: () => unknown

  private server: Server | undefined
  private port = 0
  private readonly sockets = new Set<Socket>()
  private readonly listeners = new Set<ServerResponse>()

  constructor(greeting: () => unknown, answers: Answers) {
    this.greeting = greeting
    this.answers = answers
  }

  get origin(): string {
    return `http://127.0.0.1:${this.port}`
  }

  async start(): Promise<this> {
    const server = createServer((request, response) => void this.serve(request, response))
    server.on("connection", (socket) => {
      this.sockets.add(socket)
      socket.on("close", () => this.sockets.delete(socket))
    })
    await new Promise<void>((resolve) => server.listen(this.port, "127.0.0.1", resolve))
    this.port = (server.address() as AddressInfo).port
    this.server = server
    return this
  }

  /** Goes away as a killed process does. */
  async stop(): Promise<void> {
    const { server } = this
    this.server = undefined
    for (const socket of this.sockets) socket.destroy()
    this.listeners.clear()
    if (server !== undefined) await new Promise((resolve) => server.close(resolve))
  }

  tell(event: string, data: unknown): void {
    for (const listener of this.listeners)
      listener.write(`event: ${event}\ndata: ${JSON.stringify(data)}\n\n`)
  }

  askedFor(method: string, path: string): ReadonlyArray<Asked> {
    return this.asked.filter((one) => one.method === method && one.path === path)
  }

  private async serve(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const { pathname } = new URL(request.url ?? "/", this.origin)
    if (!pathname.startsWith("/api/v3/")) return page(pathname, response)
    if (this.token !== undefined && request.headers.authorization !== `Bearer ${this.token}`) {
      return send(response, {
        status: 401,
        message: "a token is needed",
        error: { code: "PERMISSION_DENIED" }
      })
    }
    const path = pathname.slice("/api/v3/".length)
    if (path === "events" && this.refusesEvents) return void request.socket.destroy()
    if (path === "events") return this.listen(response)
    const asked = { method: request.method ?? "GET", path, body: await bodyOf(request) }
    this.asked.push(asked)
    const answer = await this.answers(asked)
    return send(response, answer ?? { status: 404, message: `no ${path}`, error: { code: "NOT_FOUND" } })
  }

  private listen(response: ServerResponse): void {
    response.writeHead(200, { "content-type": "text/event-stream", "cache-control": "no-store" })
    response.write(`event: status\ndata: ${JSON.stringify(this.greeting())}\n\n`)
    this.listeners.add(response)
    response.on("close", () => this.listeners.delete(response))
  }
}
