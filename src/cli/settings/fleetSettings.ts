/** What the command line says to `fleet` and `fleet gate`. */
import type { Environment } from "../../node/Environment.ts"
import { Duration, Effect } from "effect"
import type { GateLimits } from "../../domain/fleet/gate.ts"
import { fleetOptions } from "../arguments/commandTable.ts"
import { type Invocation, isOn } from "../arguments/Invocation.ts"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"
import {
  type Decoding,
  duration,
  invalidValue,
  type Setting,
  settingsReader,
  nonEmptyText
} from "./settingValues.ts"

export interface FleetSettings {
  /** The file that lists the signs. */
  readonly list: string
  readonly group: string | undefined
  readonly watch: boolean
  /** With `gate`: what is rolled out, and when the gate opens. */
  readonly gate: { readonly revision: string; readonly limits: GateLimits } | undefined
}

const SHARE = /^(\d{1,3}(?:\.\d{1,6})?)\s*(%?)$/u

const share = (setting: Setting): Decoding<number> => {
  const [, amount, sign] = SHARE.exec(setting.value) ?? []
  const value = Number(amount) / (sign === "%" ? 100 : 1)
  return value <= 1
    ? Effect.succeed(value)
    : Effect.fail(invalidValue(setting, "it takes a share such as 2% or 0.02"))
}

const number = (setting: Setting): Decoding<number> =>
  /^\d{1,6}$/u.test(setting.value)
    ? Effect.succeed(Number(setting.value))
    : Effect.fail(invalidValue(setting, "it takes a whole number"))

const revision = (setting: Setting): Decoding<string> => {
  const value = setting.value.toLowerCase()
  return /^[0-9a-f]{64}$/u.test(value)
    ? Effect.succeed(value)
    : Effect.fail(
        invalidValue(setting, "it takes the 64 hexadecimal digits of sha256, as sha256sum gives them")
      )
}

/** How a list of signs looks. */
export const signsHint =
  'each sign is an object: {"name": "bar-left", "address": "http://bar-left:5080", "token_file": "bar-left.token"}'

const GATE = /^gate(?:\s+|$)/u

export const fleetSettings = Effect.fnUntraced(function* (
  { argument = "", given }: Invocation,
  env: Environment
): Effect.fn.Return<FleetSettings, CliFailure> {
  const { one } = settingsReader(fleetOptions, given, env)
  const isGate = GATE.test(argument)
  const list = argument.replace(GATE, "")
  if (list === "")
    return yield* cliFailure("usage", "fleet: the list of signs is missing", {
      hint: "name the JSON file that lists them: ledmatrix-reconciler fleet signs.json"
    })
  const wanted = yield* one("revision", revision, undefined)
  const limits = {
    maxFailed: yield* one("max-failed", share, 0.02),
    maxUnknown: yield* one("max-unknown", share, 0.1),
    minReports: yield* one("min-reports", number, 10),
    soakSeconds: Duration.toSeconds(yield* one("soak", duration, Duration.minutes(10)))
  }
  if (isGate && wanted === undefined)
    return yield* cliFailure("usage", "fleet gate: --revision is missing", {
      hint: "give the sha256 of the document that is rolled out: --revision $(sha256sum < desired.json | cut -c1-64)"
    })
  const watch = isOn(given, "watch")
  if (watch && isGate)
    return yield* cliFailure("usage", "fleet gate: it answers once; --watch belongs to fleet", {
      hint: "run it again as long as it exits with 2"
    })
  return {
    list,
    group: yield* one("group", nonEmptyText, undefined),
    watch,
    gate: isGate && wanted !== undefined ? { revision: wanted, limits } : undefined
  }
})
