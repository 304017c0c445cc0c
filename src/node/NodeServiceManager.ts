/**
 * systemd, by its own program `systemd-notify`: Node cannot send to sockets of that kind, and a native module
 * for it would be the only one. A notice costs a process, so there should be few.
 */
import { Duration, Effect, Layer } from "effect"
import { execFile } from "node:child_process"
import { constants } from "node:os"
import { NotNotified, type ServiceNotice, ServiceManager } from "../ports/ServiceManager.ts"

/** It waits until systemd has taken the notice; no longer than this. */
const TIME_MAX_MS = 5000

/** What could end the line that `STATUS` is would begin another notice. */
const LINE_ENDS = /[\p{Cc}\p{Zl}\p{Zp}]+/gu

const argumentsOf = (notice: ServiceNotice): ReadonlyArray<string> =>
  Object.entries(notice).map(([name, value]) => `${name}=${String(value).replaceAll(LINE_ENDS, " ")}`)

const tell = (socket: string, notice: ServiceNotice): Effect.Effect<void, NotNotified> =>
  Effect.callback((resume) => {
    const child = execFile(
      "systemd-notify",
      argumentsOf(notice),
      {
        cwd: "/",
        env: { PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin", NOTIFY_SOCKET: socket },
        timeout: TIME_MAX_MS,
        killSignal: constants.signals.SIGKILL
      },
      (error, _stdout, stderr) => {
        const problem = stderr.trim() === "" ? (error?.message ?? "") : stderr.trim()
        resume(error === null ? Effect.void : new NotNotified({ problem: `systemd-notify: ${problem}` }))
      }
    )
    return Effect.sync(() => child.kill("SIGKILL"))
  })

/** For another process of the service it is not meant. */
const watchdogOf = (env: NodeJS.ProcessEnv): Duration.Duration | undefined => {
  const micros = Number(env["WATCHDOG_USEC"])
  const pid = env["WATCHDOG_PID"] ?? ""
  return Number.isSafeInteger(micros) && micros > 0 && (pid === "" || pid === String(process.pid))
    ? Duration.micros(BigInt(micros))
    : undefined
}

const of = (env: NodeJS.ProcessEnv): typeof ServiceManager.Service => {
  const socket = env["NOTIFY_SOCKET"] ?? ""
  return socket === ""
    ? { listens: false, watchdog: undefined, notify: () => Effect.void }
    : { listens: true, watchdog: watchdogOf(env), notify: (notice) => tell(socket, notice) }
}

/** `ServiceManager` by `systemd-notify`; without `NOTIFY_SOCKET` in the environment it does nothing. */
export const NodeServiceManager = {
  layer: Layer.sync(ServiceManager, () => of(process.env))
}
