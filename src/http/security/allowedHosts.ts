/**
 * The names under which this server may be asked. A foreign page can let its own name resolve to 127.0.0.1 (DNS
 * rebinding) and would then read everything; but the browser sends the page's name as `Host`.
 */
import { hostname, networkInterfaces } from "node:os"
import { isIP } from "node:net"
import { isLoopback } from "./loopback.ts"

const LOCAL = ["localhost", "127.0.0.1", "[::1]"]

const HOST = /^(\[[0-9a-f:.]+\]|[^:[\]\s/@]+)(?::\d{1,5})?$/iu

/** As it stands in `Host`. */
const inBrackets = (address: string): string => (isIP(address) === 6 ? `[${address}]` : address)

const ownAddresses = (): ReadonlyArray<string> =>
  Object.values(networkInterfaces()).flatMap((addresses) =>
    (addresses ?? []).map(({ address }) => inBrackets(address.replace(/%.*$/u, "")))
  )

const ownNames = (name: string): ReadonlyArray<string> => {
  const bare = name.toLowerCase()
  const [first = bare] = bare.split(".")
  return [bare, first, `${first}.local`]
}

/** Judges the value of a `Host` header. `bound` is the address that is listened on. */
export const allowedHosts = (
  bound: string,
  allowHosts: ReadonlyArray<string>
): ((host: string | undefined) => boolean) => {
  const elsewhere = !isLoopback(bound)
  const names = new Set(
    [...LOCAL, inBrackets(bound), ...allowHosts, ...(elsewhere ? ownNames(hostname()) : [])].map((name) =>
      name.toLowerCase()
    )
  )
  return (host) => {
    if (host === undefined) return false
    const whole = host.toLowerCase()
    const name = HOST.exec(whole)?.[1]
    if (name === undefined) return false
    if (names.has(name) || names.has(whole)) return true
    // A lease may have given the machine another address since it started.
    return elsewhere && isIP(name.replace(/^\[(.*)\]$/u, "$1")) !== 0 && ownAddresses().includes(name)
  }
}
