/** Pure: whether there is room for another connection, and which one has to make it. */
import type { Limits } from "../HttpSettings.ts"
import { isLoopback } from "../security/loopback.ts"

/** A connection that is open. */
export interface OpenConnection {
  readonly address: string
  /** Since when it waits for nothing, milliseconds of any clock; undefined while a request is being answered. */
  readonly idleSinceMs: number | undefined
}

/** Whether the new connection is let in, and which old one ends for it. */
export interface Room<C> {
  readonly admitted: boolean
  readonly ended: C | undefined
}

const withoutMapping = (address: string): string => address.replace(/^::ffff:(?=\d+\.)/iu, "")

/** Of this machine. */
const isOwn = (address: string): boolean => isLoopback(withoutMapping(address))

/** One client has any number of IPv6 addresses in its network, which their first half names. */
const placeOf = (address: string): string => {
  const plain = withoutMapping(address)
  return plain.includes(":") ? (plain.split("::", 1)[0] ?? "").split(":").slice(0, 4).join(":") : plain
}

const idlest = <C extends OpenConnection>(connections: ReadonlyArray<C>): C | undefined => {
  let found: C | undefined
  for (const one of connections)
    if (one.idleSinceMs !== undefined && one.idleSinceMs < (found?.idleSinceMs ?? Infinity)) found = one
  return found
}

/**
 * Room for a connection from `address`. Where a number is reached, the connection that has been idle longest ends; where
 * none is idle, the new one is refused, but never one of this machine.
 */
export const roomFor = <C extends OpenConnection>(
  open: ReadonlyArray<C>,
  address: string,
  { addressConnectionsMax, connectionsMax }: Pick<Limits, "addressConnectionsMax" | "connectionsMax">
): Room<C> => {
  const local = isOwn(address)
  const pool = open.filter((one) => isOwn(one.address) === local)
  const own = local ? [] : pool.filter((one) => placeOf(one.address) === placeOf(address))
  const full = own.length >= addressConnectionsMax ? own : pool.length >= connectionsMax ? pool : undefined
  if (full === undefined) return { admitted: true, ended: undefined }
  const ended = idlest(full)
  return { admitted: local || ended !== undefined, ended }
}
