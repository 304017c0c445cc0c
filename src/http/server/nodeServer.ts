/**
 * Node's own HTTP server around an effect: with limits on what a client may take, and an end that waits only briefly
 * for open requests. Effect's server for Node would bring web sockets, TLS and child processes along, which nothing
 * here uses, and a Pi has little memory.
 */
import { Data, Effect } from "effect"
import { createServer, type RequestListener, type Server } from "node:http"
import type { Limits } from "../HttpSettings.ts"
import { boundConnections } from "./boundConnections.ts"

/** The address cannot be listened on: it is in use, not of this machine, or not permitted. */
export class ListenFailed extends Data.TaggedError("ListenFailed")<{ readonly cause: unknown }> {}

/** The address to listen on; port 0 takes a free one. */
export interface ListenAddress {
  readonly host: string
  readonly port: number
}

const CHECK_EVERY_MS = 1000

const listening = (listener: RequestListener, { host, port }: ListenAddress, limits: Limits) =>
  Effect.callback<Server, ListenFailed>((resume) => {
    const server = createServer(
      {
        headersTimeout: limits.headMs,
        requestTimeout: limits.requestMs,
        keepAliveTimeout: limits.idleMs,
        connectionsCheckingInterval: Math.min(CHECK_EVERY_MS, limits.headMs)
      },
      listener
    )
    boundConnections(server, limits)
    // Of a server that listens: a connection that could not be accepted is the client's trouble alone.
    server.on("error", (cause) => resume(Effect.fail(new ListenFailed({ cause }))))
    server.listen({ host, port }, () => resume(Effect.succeed(server)))
  })

/** Takes no new connection; cuts off what is still there after a while. */
const closed = (server: Server, { drainMs }: Limits) =>
  Effect.callback<void>((resume) => {
    const timer = setTimeout(() => server.closeAllConnections(), drainMs)
    server.close(() => {
      clearTimeout(timer)
      resume(Effect.void)
    })
  })

/** Listens until the scope closes; the port that it got. */
export const nodeServer = Effect.fnUntraced(function* (
  listener: RequestListener,
  place: ListenAddress,
  limits: Limits
) {
  const server = yield* Effect.acquireRelease(listening(listener, place, limits), (open) =>
    closed(open, limits)
  )
  const address = server.address()
  return typeof address === "object" && address !== null ? address.port : place.port
})
