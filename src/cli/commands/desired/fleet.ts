/** `fleet` and `fleet gate`: asks the controllers of a list side by side, and says how all stand. */
import { Clock, Duration, Effect, Layer } from "effect"
import { resolve } from "node:path/posix"
import { judgeGate, standingTo } from "../../../domain/fleet/gate.ts"
import { type AskedSign, isAsDesired } from "../../../domain/fleet/Sign.ts"
import { NodeFileReader } from "../../../node/NodeFileReader.ts"
import { NodeHttp } from "../../../node/NodeHttp.ts"
import { askFleet, readFleet } from "../../../services/fleet/askFleet.ts"
import { listed } from "../../../domain/text/nearest.ts"
import { cliFailure, type CliFailure } from "../../run/CliFailure.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { type FleetSettings, fleetSettings, signsHint } from "../../settings/fleetSettings.ts"
import { fleetView } from "../../view/desired/fleetView.ts"
import type { CommandHandler } from "../commandHandlers.ts"

const WATCH_PAUSE = Duration.seconds(10)
const GROUPS_SHOWN = 20

const readList = Effect.fnUntraced(function* ({ group, list }: FleetSettings) {
  const path = resolve(list)
  const signs = yield* Effect.mapError(readFleet(path), (problem) =>
    cliFailure("invalid_value", `${list}: ${problem}`, { path, hint: signsHint })
  )
  if (group === undefined) return signs
  const chosen = signs.filter(({ groups }) => groups?.includes(group) === true)
  if (chosen.length > 0) return chosen
  const known = [...new Set(signs.flatMap(({ groups = [] }) => groups))].slice(0, GROUPS_SHOWN)
  return yield* cliFailure("invalid_value", `--group: no sign of ${list} is in ${JSON.stringify(group)}`, {
    hint: known.length === 0 ? "its signs name no groups" : `its groups are ${listed(known)}`
  })
})

/** When each sign last answered, since a `fleet --watch` began. */
type AnswerTimes = ReadonlyMap<string, string | null>

const look = Effect.fnUntraced(function* (settings: FleetSettings, before: AnswerTimes) {
  const signs = yield* readList(settings)
  const asked = new Map<string, AskedSign>()
  yield* askFleet(signs, resolve(settings.list), ({ address, answer, name }) =>
    Effect.gen(function* () {
      const last_seen =
        answer._tag === "Answered"
          ? new Date(yield* Clock.currentTimeMillis).toISOString()
          : (before.get(name) ?? null)
      asked.set(name, { name, address, answer, last_seen })
    })
  )
  return signs.flatMap(({ name }) => asked.get(name) ?? [])
})

const fleetResult = (signs: ReadonlyArray<AskedSign>): CommandResult => ({
  exitCode: signs.every(isAsDesired) ? 0 : 2,
  document: {
    signs: signs.map(({ address, answer, last_seen, name }) => ({
      name,
      address,
      last_seen,
      as_desired: isAsDesired({ answer }),
      ...(answer._tag === "Answered"
        ? { state: answer.status.state, status: answer.status }
        : { state: "unknown", problem: answer.problem })
    }))
  },
  lines: (style) => fleetView(signs, style)
})

const EXIT = { open: 0, wait: 2, stop: 1 } as const

const gateResult = (
  signs: ReadonlyArray<AskedSign>,
  { limits, revision }: NonNullable<FleetSettings["gate"]>
): CommandResult => {
  const judged = judgeGate(
    signs.map(({ answer }) => standingTo(answer, revision, limits.soakSeconds)),
    limits
  )
  return {
    exitCode: EXIT[judged.verdict],
    document: { revision, ...judged },
    lines: (style) => {
      const paint = { open: style.good, wait: style.warn, stop: style.bad }[judged.verdict]
      return [`${paint(judged.verdict)}: ${judged.why}`]
    }
  }
}

const ports = Layer.merge(NodeFileReader.layer, NodeHttp.layer)

const fleetSince = (settings: FleetSettings, before: AnswerTimes): Effect.Effect<CommandResult, CliFailure> =>
  look(settings, before).pipe(
    Effect.map((signs) => ({
      ...fleetResult(signs),
      next: {
        after: WATCH_PAUSE,
        look: fleetSince(settings, new Map(signs.map(({ last_seen, name }) => [name, last_seen])))
      }
    })),
    Effect.provide(ports)
  )

const NO_ANSWERS: AnswerTimes = new Map()

export const run: CommandHandler = (invocation) =>
  Effect.gen(function* () {
    const settings = yield* fleetSettings(invocation, process.env)
    const { gate } = settings
    return gate === undefined
      ? yield* fleetSince(settings, NO_ANSWERS)
      : gateResult(yield* Effect.provide(look(settings, NO_ANSWERS), ports), gate)
  })
