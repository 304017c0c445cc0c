/** Keeps a server's connections within their numbers, so that idle ones of some clients shut no other out. */
import type { Server } from "node:http"
import type { Socket } from "node:net"
import type { Limits } from "../HttpSettings.ts"
import { roomFor } from "./connectionRoom.ts"

interface ClientConnection {
  readonly socket: Socket
  readonly address: string
  idleSinceMs: number | undefined
}

/** Where this part of the connections is in use, each ends after its answer. */
const PRESSURE = 0.5

/** For all clients together, those of this machine included: a last bound. */
const ALL_MAX = 4

/** Watches the connections of a server that does not listen yet. */
export const boundConnections = (server: Server, limits: Limits): void => {
  const open = new Map<Socket, ClientConnection>()
  server.maxConnections = ALL_MAX * limits.connectionsMax

  server.on("connection", (socket) => {
    const address = socket.remoteAddress ?? ""
    const { admitted, ended } = roomFor([...open.values()], address, limits)
    ended?.socket.destroy()
    if (ended !== undefined) open.delete(ended.socket)
    if (!admitted) {
      socket.destroy()
      return
    }
    open.set(socket, { socket, address, idleSinceMs: performance.now() })
    socket.once("close", () => open.delete(socket))
  })

  server.prependListener("request", ({ socket }, response) => {
    const connection = open.get(socket)
    if (connection === undefined) return
    connection.idleSinceMs = undefined
    if (open.size >= PRESSURE * limits.connectionsMax) response.shouldKeepAlive = false
    response.once("close", () => {
      connection.idleSinceMs = performance.now()
    })
  })
}
