/** Bytes to a server on a real socket, and what comes back. */
import { connect } from "node:net"

const LOOK_MS = 10

/** Looks without anything new until it is taken that nothing more will come: a request may lack its end. */
const QUIET_LOOKS = 15

/** As many for a request that has its end. */
const SILENT_LOOKS = 3000

export interface Reply {
  readonly status: number
  readonly headers: ReadonlyMap<string, string>
  /** Of an answer that tells its length; nothing where it was not sent, or not as long as that. */
  readonly body: string | undefined
}

const CONTENT_LENGTH = /^\d{1,9}$/u

/** The first answer of those that came. */
export const replyOf = (received: Buffer): Reply | undefined => {
  const text = received.toString("latin1")
  const end = text.indexOf("\r\n\r\n")
  const [first = "", ...lines] = text.slice(0, Math.max(0, end)).split("\r\n")
  const status = /^HTTP\/1\.1 (\d{3}) /u.exec(first)?.[1]
  if (status === undefined) return undefined
  if (status === "100") return replyOf(received.subarray(end + 4))
  const headers = new Map(
    lines.map((line) => [
      line.split(":", 1)[0]?.toLowerCase() ?? "",
      line.slice(line.indexOf(":") + 1).trim()
    ])
  )
  const length = headers.get("content-length") ?? ""
  const rest = received.subarray(end + 4)
  const isThere = CONTENT_LENGTH.test(length) && rest.byteLength >= Number(length)
  return {
    status: Number(status),
    headers,
    body: isThere ? rest.subarray(0, Number(length)).toString() : undefined
  }
}

/**
 * All that came back, until the server closes or says no more. `complete` tells of a request that has its end, so
 * that it is waited for.
 */
export const exchange = (port: number, bytes: Uint8Array, complete: boolean): Promise<Buffer> =>
  new Promise((resolve) => {
    const parts: Array<Buffer> = []
    let quiet = 0
    const socket = connect(port, "127.0.0.1", () => socket.write(bytes))
    const done = () => {
      clearInterval(timer)
      socket.destroy()
      resolve(Buffer.concat(parts))
    }
    const timer = setInterval(() => {
      quiet++
      if (quiet > (complete && parts.length === 0 ? SILENT_LOOKS : QUIET_LOOKS)) done()
    }, LOOK_MS)
    socket.on("data", (part: Buffer) => {
      parts.push(part)
      quiet = 0
      if (complete && replyOf(Buffer.concat(parts))?.body !== undefined) done()
    })
    socket.on("close", done)
    socket.on("error", done)
  })
