/** The program itself, as one process of it: the live services on the simulated disk, one command, its end. */
import {
  Cause,
  Context,
  Duration,
  Effect,
  type Exit,
  Layer,
  Logger,
  Option,
  Random,
  References,
  Scheduler
} from "effect"
import { defaultPolicy } from "../../../../src/domain/Policy.ts"
import type { Authority } from "../../../../src/domain/Policy.ts"
import type { Report } from "../../../../src/domain/findings/Report.ts"
import { FileReader, FileWriter } from "../../../../src/ports/Files.ts"
import type { ProcessLock } from "../../../../src/ports/ProcessLock.ts"
import { exitCode } from "../../../../src/reconcile/tell/exitCode.ts"
import { history } from "../../../../src/reconcile/look/history.ts"
import { install } from "../../../../src/operations/install/install.ts"
import { setEnabled } from "../../../../src/operations/setEnabled.ts"
import { undo } from "../../../../src/operations/undo/undo.ts"
import { uninstall } from "../../../../src/operations/uninstall.ts"
import { asResult, update, updateAll } from "../../../../src/operations/update/update.ts"
import { Reconciler } from "../../../../src/reconcile/Reconciler.ts"
import { Checkouts } from "../../../../src/services/disk/checkouts/Checkouts.ts"
import { Installation } from "../../../../src/services/installation/Installation.ts"
import { RootLock } from "../../../../src/services/installation/RootLock.ts"
import { StoreLive } from "../../../../src/services/store/StoreLive.ts"
import { StoreSettings } from "../../../../src/services/store/StoreSettings.ts"
import { LOCAL_REGISTRY, outside, REMOTE_REGISTRY, type Script } from "../world/scriptedStore.ts"
import { type Offered, ROOT } from "../world/world.ts"
import { writePause } from "../../../../src/services/desired/desiredPause.ts"
import { apply, follow, type Towards } from "../desired/follow.ts"
import type { Patch } from "../desired/settingsMade.ts"
import { readingServices } from "../../../../src/services/readingServices.ts"
import { Policy } from "../../../../src/services/Policy.ts"
import { writingServices } from "../../../../src/services/writing/writingServices.ts"

export type Command =
  | { readonly verb: "reconcile"; readonly force: boolean; readonly replaceBroken: boolean }
  | { readonly verb: "install" | "update" | "enable" | "disable"; readonly id: string }
  | { readonly verb: "uninstall"; readonly id: string; readonly preserveConfig: boolean }
  | { readonly verb: "undo" | "undo the oldest" | "update --all" }
  | DesiredCommand

/** `publish` and `edit` are its owner's, in an editor. */
export type DesiredCommand =
  | { readonly verb: "apply" | "publish"; readonly text: string }
  | { readonly verb: "follow" | "pause" | "resume" }
  | { readonly verb: "edit"; readonly id: string; readonly settings: Patch }

export const RECONCILE = { verb: "reconcile", force: false, replaceBroken: false } as const

export const tellCommand = (command: Command): string => {
  switch (command.verb) {
    case "reconcile":
      return `reconcile${command.force ? " --force" : ""}${command.replaceBroken ? " --replace-broken" : ""}`
    case "uninstall":
      return `uninstall ${command.id}${command.preserveConfig ? " --preserve-config" : ""}`
    case "undo":
    case "undo the oldest":
    case "update --all":
    case "follow":
    case "pause":
    case "resume":
      return command.verb
    case "apply":
    case "publish":
      return `${command.verb} ${command.text.replaceAll(/\n\s*/gu, "")}`
    case "edit":
      return `edit ${command.id} ${JSON.stringify(command.settings)}`
    case "install":
    case "update":
    case "enable":
    case "disable":
      return `${command.verb} ${command.id}`
  }
}

/** How a process ended. */
export type Ended =
  | {
      readonly _tag: "Reported"
      readonly report: Report
      readonly exitCode: number
      /** Where the program keeps to a document. */
      readonly towards?: Towards
    }
  | { readonly _tag: "Done"; readonly document: { readonly status?: string; readonly message: string } }
  | { readonly _tag: "Failed"; readonly error: string; readonly code: string; readonly message: string }
  | { readonly _tag: "Broken"; readonly defect: string }

export interface Process {
  readonly ended: Ended
  /** All that went to standard error. */
  readonly log: ReadonlyArray<string>
}

export interface Surroundings {
  readonly files: Context.Context<FileReader | FileWriter>
  readonly locks: Context.Context<ProcessLock>
  readonly offers: ReadonlyArray<Offered>
  readonly script: Script
  readonly remote: boolean
  readonly authority: Authority
  readonly seed: number
  /** Makes the program worse than it is, to see that the simulation notices. */
  readonly weaken?: Weakness | undefined
}

export interface Ports {
  readonly reader: typeof FileReader.Service
  readonly writer: typeof FileWriter.Service
}

/** A worse way to use files. */
export type Weakness = (ports: Ports) => Ports

const weakened = (files: Context.Context<FileReader | FileWriter>, weaken: Weakness | undefined) => {
  if (weaken === undefined) return files
  const { reader, writer } = weaken({
    reader: Context.get(files, FileReader),
    writer: Context.get(files, FileWriter)
  })
  return Context.make(FileReader, reader).pipe(Context.add(FileWriter, writer))
}

const services = ({ authority, files, locks, offers, remote, script, weaken }: Surroundings) => {
  const foundation = Layer.mergeAll(
    Layer.succeedContext(weakened(files, weaken)),
    Layer.succeedContext(locks),
    Layer.succeed(Installation, Installation.at(ROOT)),
    Layer.succeed(StoreSettings, {
      ...StoreSettings.defaults,
      registry: remote ? REMOTE_REGISTRY : LOCAL_REGISTRY
    })
  )
  return Layer.mergeAll(
    readingServices,
    writingServices,
    Layer.succeed(Policy, { ...defaultPolicy, authority }),
    Layer.succeed(Checkouts, { localChanges: () => Effect.succeed([]) }),
    RootLock.layer({ timeout: Duration.seconds(1) }),
    StoreLive.pipe(Layer.provide(outside(offers, script)))
  ).pipe(Layer.provideMerge(foundation))
}

const reconcile = (options: { readonly force: boolean; readonly replaceBroken: boolean }) =>
  Reconciler.use((reconciler) => reconciler.reconcile(options)).pipe(Effect.provide(Reconciler.layer))

const perform = (
  command: Command
): Effect.Effect<Answered, Failure, Layer.Success<ReturnType<typeof services>>> => {
  switch (command.verb) {
    case "reconcile":
      return reconcile(command)
    case "install":
      return install(command.id)
    case "update":
      return update(command.id)
    case "uninstall":
      return uninstall(command.id, command)
    case "enable":
    case "disable":
      return setEnabled(command.id, command.verb === "enable")
    case "undo":
      return undo(undefined)
    case "undo the oldest":
      return Effect.flatMap(history(), ({ runs }) =>
        undo(runs.findLast((run) => run.undone_by === null && run.undoes === undefined)?.run_id)
      )
    case "apply":
      return apply(command.text)
    case "follow":
      return follow()
    case "pause":
    case "resume":
      return Effect.as(writePause(command.verb === "pause" ? { until: null } : undefined), {
        command: command.verb,
        message: ""
      })
    case "publish":
    case "edit":
      return Effect.die(`${command.verb} is its owner's`)
    case "update --all":
      return Effect.map(updateAll(), (all) => ({
        command: "update",
        message: JSON.stringify(all.map(({ plugin, result }) => asResult(plugin, result)))
      }))
  }
}

/** Runs one process from its start to its end. */
export const run = Effect.fnUntraced(function* (command: Command, around: Surroundings) {
  const log: Array<string> = []
  const logger = Logger.make(({ cause, message }) => {
    log.push(JSON.stringify([message, cause.reasons.length > 0 ? Cause.pretty(cause) : ""]))
  })
  const exit = yield* Effect.exit(
    perform(command).pipe(
      Effect.provide(services(around), { local: true }),
      Effect.provide(Logger.layer([logger])),
      Effect.provideService(References.TracerEnabled, false),
      Effect.provideService(Scheduler.PreventSchedulerYield, true),
      Random.withSeed(around.seed)
    )
  )
  return { ended: endOf(exit), log } satisfies Process
})

type Answered =
  | Report
  | Towards
  | { readonly command: string; readonly status?: string; readonly message: string }
interface Failure {
  readonly _tag: string
  readonly message: string
  readonly code?: string | undefined
  readonly reason?: { readonly code: string } | undefined
}

const endOf = (exit: Exit.Exit<Answered, Failure>): Ended => {
  if (exit._tag === "Success") {
    const document = exit.value
    if ("wanted" in document) {
      const { report } = document
      return { _tag: "Reported", report, exitCode: exitCode(report), towards: document }
    }
    return "inconsistencies_found" in document
      ? { _tag: "Reported", report: document, exitCode: exitCode(document) }
      : { _tag: "Done", document }
  }
  const error = Option.getOrUndefined(Cause.findErrorOption(exit.cause))
  if (error === undefined) return { _tag: "Broken", defect: Cause.pretty(exit.cause) }
  const code = error.reason?.code ?? error.code ?? ""
  return { _tag: "Failed", error: error._tag, code, message: error.message }
}
