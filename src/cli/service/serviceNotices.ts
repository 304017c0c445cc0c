/**
 * What this program tells the service manager. Ready is said once requests are answered and files are watched, not after
 * the first pass: that may have plugins to download, for minutes, and a registry that is away is no reason to
 * start the process anew. How the pass went stands in the status line, and in `/readyz`.
 */
import { Duration, Effect, Layer, Ref, Stream } from "effect"
import { Controller } from "../../controller/Controller.ts"
import { type ServiceNotice, ServiceManager } from "../../ports/ServiceManager.ts"
import { statusLine } from "./statusLine.ts"

/** A notice costs a process: lines that change faster are skipped, the last one is not. */
const STATUS_PAUSE = Duration.seconds(5)

/** Nothing waits for the last notice longer. */
const STOPPING_TIME_MAX = Duration.seconds(1)

const line = (status: Parameters<typeof statusLine>[0]): ServiceNotice => ({ STATUS: statusLine(status) })

const notices = Effect.gen(function* () {
  const manager = yield* ServiceManager
  if (!manager.listens) return
  const controller = yield* Controller
  const failing = yield* Ref.make(false)
  /** Whether it took the notice; of failures in a row the first is logged. */
  const tell = (notice: ServiceNotice) =>
    manager.notify(notice).pipe(
      Effect.andThen(Ref.set(failing, false)),
      Effect.as(true),
      Effect.catch((error) =>
        Effect.flatMap(Ref.getAndSet(failing, true), (before) =>
          before
            ? Effect.succeed(false)
            : Effect.as(
                Effect.logWarning("the service manager could not be notified", { problem: error.message }),
                false
              )
        )
      )
    )

  yield* Effect.addFinalizer(() =>
    Effect.timeoutOption(tell({ STOPPING: "1", STATUS: "stopping" }), STOPPING_TIME_MAX)
  )
  const told = line(yield* controller.status)
  yield* tell({ READY: "1", ...told })

  const tellStatus = controller.events.pipe(
    Stream.filter((event) => event._tag === "status"),
    Stream.map(({ status }) => statusLine(status)),
    Stream.changesWith((a, b) => a === b),
    Stream.runForEach((text) =>
      text === told.STATUS ? Effect.void : Effect.andThen(tell({ STATUS: text }), Effect.sleep(STATUS_PAUSE))
    )
  )

  const { watchdog } = manager
  if (watchdog !== undefined) yield* Effect.forkScoped(feed(watchdog, tell))
  yield* Effect.forkScoped(tellStatus)
})

/**
 * Says at half the time, as systemd asks for, that the controller is alive: a process whose event loop hangs
 * says nothing, and one whose passes have ended must not.
 */
const feed = Effect.fnUntraced(function* (
  watchdog: Duration.Duration,
  tell: (notice: ServiceNotice) => Effect.Effect<boolean>
) {
  const { alive } = yield* Controller
  const half = Duration.times(watchdog, 0.5)
  while (yield* alive) {
    const told = yield* tell({ WATCHDOG: "1" })
    yield* Effect.sleep(told ? half : Duration.times(half, 0.2))
  }
  yield* Effect.logFatal("the controller hangs; the service manager is to start it anew")
})

export const serviceNotices: Layer.Layer<never, never, Controller | ServiceManager> =
  Layer.effectDiscard(notices)
