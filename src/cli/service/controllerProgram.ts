/** The controller as a program: its settings, its services, its log. */
import { Cause, Duration, Effect, Layer, Stream } from "effect"
import { join } from "node:path/posix"
import { Controller } from "../../controller/Controller.ts"
import { HttpLive, Listening } from "../../http/Server.ts"
import { HttpSettings } from "../../http/HttpSettings.ts"
import { NodeFileReader } from "../../node/NodeFileReader.ts"
import { NodeFileWatcher } from "../../node/NodeFileWatcher.ts"
import { NodeServiceManager } from "../../node/NodeServiceManager.ts"
import { Reconciler } from "../../reconcile/Reconciler.ts"
import { EnabledSwitch } from "../../services/writing/EnabledSwitch.ts"
import { PluginManager } from "../../services/PluginManager.ts"
import { Suspensions } from "../../services/ownFiles/Suspensions.ts"
import { CliFailure, cliFailure } from "../run/CliFailure.ts"
import { fileWriterLive } from "../layers/fileWriterLive.ts"
import { controllerSettings } from "../settings/ControllerSettings.ts"
import { settingsFile } from "../settings/settingsFile.ts"
import { type SettingsWithTokens, withTokens } from "../settings/tokenFiles.ts"
import { tunnelHint } from "./tunnelHint.ts"
import { stayLean } from "./stayLean.ts"
import type { Invocation } from "../arguments/Invocation.ts"
import { keepWarning } from "./keepWarning.ts"
import { policyLive } from "../layers/policyLive.ts"
import { installationAt } from "../layers/installationAt.ts"
import { listedSystemKeys } from "../settings/listedSystemKeys.ts"
import { fileServices } from "../../services/readingServices.ts"
import { foundationLive } from "../layers/foundation.ts"
import { asService } from "../run/runProgram.ts"
import { withServiceLogging } from "../logs/serviceLogging.ts"
import { serviceNotices } from "./serviceNotices.ts"
import { type Settings, settings } from "../settings/Settings.ts"
import { withTraces } from "../logs/traces.ts"
import { version } from "../run/version.ts"
import { fileWritersLive } from "../layers/writersLive.ts"

/** Built when everything else is, and the first to go. */
const lifecycle = Layer.merge(
  serviceNotices,
  Layer.effectDiscard(Effect.addFinalizer(() => Effect.logInfo("stopping")))
)

/** Said after "listening", which names the address. */
const wayThere = Layer.effectDiscard(
  Effect.flatMap(Listening, ({ address }) => {
    const tunnel = tunnelHint(address, process.env)
    return tunnel === undefined
      ? Effect.void
      : Effect.annotateLogs(
          Effect.logInfo("to see the dashboard, type this on your computer, and open the address there"),
          { tunnel }
        )
  })
)

/** Beside the program, whose chunks lie one directory deeper. */
const pages = {
  dashboard: join(import.meta.dirname, "../../dashboard"),
  documents: join(import.meta.dirname, "../../documents")
}

/** Once all is loaded, and the first pass is over. */
const lean = Layer.effectDiscard(
  Effect.flatMap(Controller, ({ events }) =>
    events.pipe(
      Stream.filter((event) => event._tag === "status" && event.status.startup.done),
      Stream.runHead,
      Effect.andThen(Effect.delay(stayLean, Duration.seconds(1))),
      Effect.forkScoped
    )
  )
)

const live = (own: SettingsWithTokens, shared: Settings) => {
  const { debounce, resync } = own
  return Layer.mergeAll(lifecycle, lean, wayThere, keepWarning, notifications(own, shared)).pipe(
    Layer.provide(HttpLive),
    Layer.provide(Controller.layer({ ...Controller.defaults, version, debounce, resync })),
    Layer.provide(Reconciler.layer),
    Layer.provide(Layer.merge(desired(own, shared), signs(own))),
    Layer.provide(Layer.succeed(HttpSettings, { ...own, ...pages, version }))
  )
}

/** Sends what needs a person to the webhook, where one is given. */
const notifications = ({ desired: given, notify }: SettingsWithTokens, { offline }: Settings) =>
  notify === undefined
    ? Layer.empty
    : offline
      ? Layer.effectDiscard(Effect.logWarning("--offline uses no network, so --notify sends nothing"))
      : Layer.unwrap(
          Effect.map(
            Effect.promise(() => import("../layers/notifyLive.ts")),
            ({ notifyLive }) => notifyLive(notify, given?.sign)
          )
        )

/** What the sign should be, where a document says so. */
const desired = ({ desired: given }: SettingsWithTokens, shared: Settings) =>
  given === undefined
    ? Layer.empty
    : Layer.unwrap(
        Effect.map(
          Effect.promise(() => import("../layers/desiredLive.ts")),
          ({ desiredLive }) => desiredLive(given, shared)
        )
      )

/** The signs of a list, where one is named. */
const signs = ({ signs: path }: SettingsWithTokens) =>
  path === undefined
    ? Layer.empty
    : Layer.unwrap(
        Effect.map(
          Effect.promise(() => import("../layers/signsLive.ts")),
          ({ signsLive }) => signsLive(path)
        )
      )

/** The plugin manager, and the program that keeps `enabled` in memory: LEDMatrix where the settings name it, else none. */
const managerLive = ({ ledmatrix: url, ledmatrixToken: token }: SettingsWithTokens, shared: Settings) => {
  if (url === undefined) return Layer.merge(PluginManager.layer, EnabledSwitch.layer)
  return Layer.unwrap(
    Effect.map(
      Effect.promise(() => import("../layers/ledmatrixLive.ts")),
      ({ ledmatrixLive }) => ledmatrixLive({ url, token, systemKeys: listedSystemKeys(shared) })
    )
  )
}

const controller = Effect.fnUntraced(function* (own: SettingsWithTokens, shared: Settings) {
  const installation = yield* Effect.provide(installationAt(shared.root), NodeFileReader.layer)
  yield* Effect.logInfo("starting", { version, root: installation.root })
  const foundation = foundationLive(installation, shared)
  const services = Layer.mergeAll(
    Layer.merge(managerLive(own, shared), policyLive(shared)).pipe(Layer.provideMerge(fileServices)),
    fileWritersLive(shared),
    NodeFileWatcher.layer,
    NodeServiceManager.layer,
    Suspensions.layer.pipe(Layer.provide(fileWriterLive))
  ).pipe(Layer.provideMerge(foundation))
  return yield* Effect.ensuring(
    Layer.launch(live(own, shared).pipe(Layer.provide(services))),
    Effect.logInfo("stopped")
  )
})

const tokenSeen = Effect.logWarning(
  "the token stands in the command line, which every user of this machine can read; give it with --token-file or LEDMATRIX_TOKEN"
)

const reasonOf = (cause: unknown): string => (cause instanceof Error ? cause.message : String(cause))

const whole = ({ given }: Invocation): Effect.Effect<never, CliFailure> =>
  Effect.gen(function* () {
    const file = yield* Effect.provide(settingsFile(given, process.env), NodeFileReader.layer)
    const shared = yield* settings(given, process.env, file)
    const parsed = yield* controllerSettings(given, process.env, file)
    return yield* Effect.gen(function* () {
      if (given["token"] !== undefined) yield* tokenSeen
      return yield* controller(yield* withTokens(parsed), shared)
    }).pipe(
      Effect.provide(NodeFileReader.layer),
      withTraces(process.env, version),
      Effect.mapError((error) =>
        error instanceof CliFailure
          ? error
          : cliFailure(
              "not_listening",
              `${parsed.host}:${parsed.port} cannot be listened on: ${reasonOf(error.cause)}`,
              { hint: "end what listens there, or choose another place with --host and --port" }
            )
      ),
      Effect.tapCause((cause) =>
        Cause.hasDies(cause)
          ? Effect.logFatal("the controller ended by a fault of its own", cause)
          : Effect.void
      ),
      withServiceLogging(shared.logLevel, parsed.logFormat, process.env)
    )
  })

/** Never ends by itself. */
export const controllerProgram = (invocation: Invocation): Effect.Effect<never, CliFailure> =>
  asService(whole(invocation))
