/** `desired`, `desired pause`, `desired resume`: what this sign keeps to, what differs, and leaving it alone for a while. */
import { type Duration, Effect, Layer } from "effect"
import { hostname } from "node:os"
import { NodeProcessLock } from "../../../node/NodeProcessLock.ts"
import { NOT_AS_DESIRED, noDesiredStatus } from "../../../domain/desired/DesiredStatus.ts"
import { stateOf } from "../../../controller/desired/desiredMemory.ts"
import { check } from "../../../reconcile/look/check.ts"
import { pauseFor, pauseReader, toldPause, writePause } from "../../../services/desired/desiredPause.ts"
import { Policy } from "../../../services/Policy.ts"
import { DesiredState } from "../../../services/desired/DesiredState.ts"
import { placeOf } from "../../../services/desired/fetchDesired.ts"
import { cliFailure, type CliFailure } from "../../run/CliFailure.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import type { Invocation } from "../../arguments/Invocation.ts"
import { ownOptions } from "../../arguments/optionTable.ts"
import { suggestion } from "../../../domain/text/nearest.ts"
import { keptDesired } from "./keptDesired.ts"
import { fileWriterLive } from "../../layers/fileWriterLive.ts"
import { reading } from "../../layers/reading.ts"
import { documentPlace } from "../../settings/desiredSettings.ts"
import { duration, settingsReader, nonEmptyText } from "../../settings/settingValues.ts"
import type { Settings } from "../../settings/Settings.ts"
import { type DesiredSummary, desiredView } from "../../view/desired/desiredView.ts"

const NONE: Pick<DesiredSummary, "state" | "message"> = noDesiredStatus

const show = Effect.fnUntraced(function* (document: string | undefined, sign: string) {
  const { memory, wanted } = yield* keptDesired
  const kept = memory?.in_force
  const report = yield* check().pipe(
    Effect.provideService(DesiredState, { current: Effect.succeed(wanted) }),
    Effect.updateService(Policy, (policy) => ({ ...policy, storeAvailable: true }))
  )
  const pause = yield* yield* pauseReader
  const stands = memory === undefined ? NONE : stateOf(memory, undefined, pause)
  const shown: DesiredSummary = {
    ...stands,
    sign: memory?.sign ?? sign,
    document: memory?.document ?? (document === undefined ? null : placeOf(document).shown),
    in_force: kept ? { revision: kept.revision, serial: kept.serial, accepted_at: kept.accepted_at } : null,
    rejected: memory?.rejected ?? [],
    paused: toldPause(pause),
    findings: report.inconsistencies_found.filter(
      ({ inconsistency_type }) => inconsistency_type === NOT_AS_DESIRED
    )
  }
  const isUnknown = report.source_errors.length > 0
  const isWell = stands.state === "applied" && wanted !== undefined && shown.findings.length === 0
  return {
    exitCode: isUnknown ? 1 : isWell ? 0 : 2,
    document: shown,
    lines: (style) => desiredView(shown, style)
  } satisfies CommandResult
})

/** A controller that runs sees it at its next look. */
const pauseOrResume = Effect.fnUntraced(
  function* (isPause: boolean, lasting: Duration.Duration | undefined) {
    const pause = isPause ? yield* pauseFor(lasting) : undefined
    yield* writePause(pause)
    const paused = toldPause(pause)
    const line =
      paused === null
        ? "The desired state is in force again."
        : `The desired state is paused until ${paused.until ?? "`desired resume`"}.`
    return { exitCode: 0, document: { paused }, lines: () => [line] } satisfies CommandResult
  },
  Effect.mapError((error) =>
    cliFailure("not_written", error.message, { hint: "run it as the user that owns data/reconciler" })
  ),
  Effect.provide(Layer.mergeAll(fileWriterLive, NodeProcessLock.layer))
)

const desiredCommand = Effect.fnUntraced(function* ({ argument, given }: Invocation) {
  const { lasting, desired, sign } = ownOptions
  const { one } = settingsReader([lasting, desired, sign], given, process.env)
  const time = yield* one("for", duration, undefined)
  if (argument === "pause" || argument === "resume") return yield* pauseOrResume(argument === "pause", time)
  if (argument !== undefined) return yield* unknownWord(argument)
  const document = yield* one("desired", documentPlace, undefined)
  return yield* show(document, yield* one("sign", nonEmptyText, hostname()))
})

const unknownWord = (word: string): CliFailure =>
  cliFailure("usage", `desired: ${JSON.stringify(word)} is unknown; ${suggestion(word, ["pause", "resume"])}`)

export const run = (invocation: Invocation, settings: Settings) =>
  reading(settings, desiredCommand(invocation))
