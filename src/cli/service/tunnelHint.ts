/** How the dashboard is reached from the computer at which a person sits who started the controller through ssh. */
import type { Environment } from "../../node/Environment.ts"

/** `undefined` where it was not started through ssh, or listens on the network already. */
export const tunnelHint = (address: string, env: Environment): string | undefined => {
  const { hostname, port } = new URL(address)
  const [, , machine] = (env["SSH_CONNECTION"] ?? "").split(" ")
  if (machine === undefined || machine === "" || hostname !== "127.0.0.1") return undefined
  return `ssh -L ${port}:127.0.0.1:${port} ${env["USER"] ?? "USER"}@${machine}`
}
