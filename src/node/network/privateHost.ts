/** Tells private hosts from public ones, by the addresses that their names have. */
import { Effect } from "effect"
import { lookup } from "node:dns/promises"
import { BlockList, isIP } from "node:net"
import type { JudgeHost } from "../../ports/PrivateHost.ts"

const PRIVATE_4 = [
  ["0.0.0.0", 8],
  ["10.0.0.0", 8],
  ["100.64.0.0", 10],
  ["127.0.0.0", 8],
  ["169.254.0.0", 16],
  ["172.16.0.0", 12],
  ["192.0.0.0", 24],
  ["192.168.0.0", 16],
  ["198.18.0.0", 15],
  ["224.0.0.0", 3]
] as const

/** The last but one holds IPv4 addresses, private ones among them. */
const PRIVATE_6 = [
  ["::", 127],
  ["fc00::", 7],
  ["fe80::", 10],
  ["64:ff9b::", 96],
  ["ff00::", 8]
] as const

const blockList = (): BlockList => {
  const list = new BlockList()
  for (const [network, prefix] of PRIVATE_4) list.addSubnet(network, prefix, "ipv4")
  for (const [network, prefix] of PRIVATE_6) list.addSubnet(network, prefix, "ipv6")
  return list
}

type Resolve = (name: string) => Promise<ReadonlyArray<{ readonly address: string }>>

/** A name is private where one of its addresses is. A name that does not resolve here, as behind a proxy, is public. */
export const judgeHost = (
  resolve: Resolve = (name) => lookup(name, { all: true, verbatim: true })
): JudgeHost => {
  const list = blockList()
  const isPrivate = (address: string): boolean => list.check(address, isIP(address) === 6 ? "ipv6" : "ipv4")
  return (hostname) => {
    const bare = hostname.replace(/^\[(.*)\]$/u, "$1")
    if (isIP(bare) !== 0) return Effect.succeed(isPrivate(bare))
    return Effect.tryPromise(() => resolve(bare)).pipe(
      Effect.map((found) => found.some(({ address }) => isPrivate(address.replace(/%.*$/u, "")))),
      Effect.orElseSucceed(() => false)
    )
  }
}
