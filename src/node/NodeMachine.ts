/** The machine by Node, `/proc` and `/run`. */
import { Effect, Layer, Option } from "effect"
import { execFile } from "node:child_process"
import { constants } from "node:fs"
import { access, readdir, readFile, readlink, stat } from "node:fs/promises"
import { dirname, resolve } from "node:path/posix"
import type { LedmatrixProcess } from "../domain/surroundings/Surroundings.ts"
import { freeSpace } from "./machine/freeSpace.ts"
import { Machine } from "../ports/Machine.ts"
import { nameIn } from "../ports/userNames.ts"

const TIME_MAX_MS = 5000

const PROXIES = ["http_proxy", "https_proxy", "no_proxy", "HTTP_PROXY", "HTTPS_PROXY", "NO_PROXY"]

/** Node has numbers for what a person calls by name. */
const nameOfUser = (uid: number): Effect.Effect<string> =>
  Effect.tryPromise(() => readFile("/etc/passwd", "utf8")).pipe(
    Effect.orElseSucceed(() => ""),
    Effect.map((table) => {
      const name = nameIn(table, uid)
      return name === String(uid) ? `the user with id ${uid}` : name
    })
  )

const isThere = (path: string): Effect.Effect<boolean> =>
  Effect.tryPromise(() => stat(path)).pipe(
    Effect.as(true),
    Effect.orElseSucceed(() => false)
  )

const mayWrite = (path: string): Effect.Effect<boolean> =>
  Effect.flatMap(isThere(path), (there) =>
    Effect.tryPromise(() => access(there ? path : dirname(path), constants.W_OK)).pipe(
      Effect.as(true),
      Effect.orElseSucceed(() => false)
    )
  )

/** Which part of LEDMatrix a program is, by its path below the root. */
const parts: ReadonlyArray<readonly [below: string, part: LedmatrixProcess["part"]]> = [
  ["run.py", "display"],
  ["scripts/utils/start_web_conditionally.py", "web"],
  ["web_interface/start.py", "web"],
  ["web_interface/app.py", "web"]
]

/** Its working directory says what a relative path means; another user's process does not tell it. */
const processOf = (root: string, pid: number) =>
  Effect.gen(function* () {
    const words = (yield* Effect.tryPromise(() => readFile(`/proc/${pid}/cmdline`, "utf8"))).split("\0")
    const cwd = yield* Effect.option(Effect.tryPromise(() => readlink(`/proc/${pid}/cwd`)))
    const base = Option.getOrElse(cwd, () => "/")
    const paths = new Set(words.slice(0, 4).map((word) => resolve(base, word)))
    const found = parts.find(([below]) => paths.has(`${root}/${below}`))
    return found === undefined ? [] : [{ pid, part: found[1] }]
  }).pipe(Effect.orElseSucceed(() => []))

const ledmatrixOf = (root: string): Effect.Effect<ReadonlyArray<LedmatrixProcess> | null> =>
  Effect.tryPromise(() => readdir("/proc")).pipe(
    Effect.flatMap((names) =>
      Effect.forEach(
        names.map(Number).filter((pid) => Number.isSafeInteger(pid) && pid > 0),
        (pid) => processOf(root, pid)
      )
    ),
    Effect.map((found) => found.flat()),
    Effect.orElseSucceed(() => null)
  )

/** systemd's own time service leaves a file once it has set the clock; others say nothing there. */
const clockSet: Effect.Effect<boolean | null> = Effect.flatMap(isThere("/run/systemd/timesync"), (tells) =>
  tells ? isThere("/run/systemd/timesync/synchronized") : Effect.succeed(null)
)

const git: Effect.Effect<string | null> = Effect.callback((resume) => {
  execFile("git", ["--version"], { cwd: "/", timeout: TIME_MAX_MS }, (error, stdout) => {
    resume(Effect.succeed(error === null ? stdout.trim() : null))
  })
})

/** `Machine` of Linux. */
export const NodeMachine = {
  layer: Layer.effect(
    Machine,
    Effect.gen(function* () {
      const uid = process.getuid?.() ?? 0
      return Machine.of({
        user: { uid, name: yield* nameOfUser(uid) },
        timeZone: Intl.DateTimeFormat().resolvedOptions().timeZone,
        proxies: PROXIES.filter((name) => (process.env[name] ?? "") !== ""),
        nameOfUser,
        mayWrite,
        freeSpace,
        ledmatrixOf,
        clockSet,
        git
      })
    })
  )
}
