/** `fleet` and `fleet gate`: asks the controllers of a list side by side, and says how all stand. */
import { Clock, Duration, Effect, Option } from "effect"
import type { HttpClient } from "effect/http"
import { resolve } from "node:path/posix"
import { judgeGate, standingTo } from "../../../domain/fleet/gate.ts"
import { type AskedSign, isAsDesired } from "../../../domain/fleet/Sign.ts"
import { NodeFileReader } from "../../../node/NodeFileReader.ts"
import { NodeHttp } from "../../../node/NodeHttp.ts"
import type { FileReader } from "../../../ports/Files.ts"
import { askFleet, readFleet } from "../../../services/fleet/askFleet.ts"
import { listed } from "../../../domain/nearest.ts"
import { cliFailure, type CliFailure } from "../../run/CliFailure.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { clearScreen, outStyle, printOut } from "../../run/streams.ts"
import { type OwnCommand, ownCommand } from "../../view/text/ownCommand.ts"
import { type FleetSettings, fleetSettings, signsHint } from "../../settings/fleetSettings.ts"
import { fleetView } from "../../view/fleetView.ts"
import type { RunCommand } from "../runCommand.ts"

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
type LastSeen = Map<string, string>

const look = Effect.fnUntraced(function* (settings: FleetSettings, seen: LastSeen) {
  const signs = yield* readList(settings)
  const asked = new Map<string, AskedSign>()
  yield* askFleet(signs, resolve(settings.list), ({ address, answer, name }) =>
    Effect.gen(function* () {
      if (answer._tag === "Answered") seen.set(name, new Date(yield* Clock.currentTimeMillis).toISOString())
      asked.set(name, { name, address, answer, last_seen: seen.get(name) ?? null })
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

/** Shows each look until it is interrupted. On a terminal the next one takes the place of the last. */
const watching = (
  settings: FleetSettings,
  json: boolean,
  seen: LastSeen,
  command: OwnCommand
): Effect.Effect<never, CliFailure, FileReader | HttpClient.HttpClient> =>
  Effect.gen(function* () {
    const { document, lines } = fleetResult(yield* look(settings, seen))
    const style = outStyle(command)
    const text = json ? `${JSON.stringify(document)}\n` : `${lines(style).join("\n")}\n`
    if (!json) yield* clearScreen
    yield* printOut(text)
    yield* Effect.sleep(WATCH_PAUSE)
  }).pipe(Effect.forever)

export const run: RunCommand = (invocation, { json }) =>
  Effect.gen(function* () {
    const settings = yield* fleetSettings(invocation, process.env)
    const seen: LastSeen = new Map()
    if (settings.watch)
      return yield* watching(settings, json, seen, ownCommand(invocation.given, process.env))
    const signs = yield* look(settings, seen)
    return Option.match(Option.fromUndefinedOr(settings.gate), {
      onNone: () => fleetResult(signs),
      onSome: (gate) => gateResult(signs, gate)
    })
  }).pipe(Effect.provide([NodeFileReader.layer, NodeHttp.layer]))
