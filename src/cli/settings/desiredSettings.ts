/** What is said of the desired state: where the document is, how it is proven, and whose part of it counts. */
import { Duration, Effect } from "effect"
import { resolve } from "node:path/posix"
import { fileURLToPath } from "node:url"
import { cliFailure, type CliFailure } from "../run/CliFailure.ts"
import {
  type Decoding,
  duration,
  invalidValue,
  registryPlace,
  type Setting,
  type settingsReader,
  nonEmptyText
} from "./settingValues.ts"

export interface DesiredSettings {
  /** An http(s) address, or an absolute path. */
  readonly document: string
  readonly keyFile: string | undefined
  /** `undefined` for the host name. */
  readonly sign: string | undefined
  readonly poll: Duration.Duration
  readonly settle: Duration.Duration
}

const WEB = /^https?:/iu

/** An http(s) address as it is, a file by its absolute path. */
export const documentPlace = (setting: Setting): Decoding<string> =>
  Effect.map(registryPlace(setting), (given) =>
    WEB.test(given) ? given : given.startsWith("file:") ? fileURLToPath(given) : resolve(given)
  )

/** More often than once a second is no polling. */
const POLL_MIN = Duration.seconds(1)

const poll = (setting: Setting): Decoding<Duration.Duration> =>
  Effect.filterOrFail(
    duration(setting),
    (given) => Duration.isGreaterThanOrEqualTo(given, POLL_MIN),
    () => invalidValue(setting, "it takes at least 1 s")
  )

/** None without `--desired`, which the others need. */
export const desiredSettings = Effect.fnUntraced(function* ({
  one
}: ReturnType<typeof settingsReader>): Effect.fn.Return<DesiredSettings | undefined, CliFailure> {
  const document = yield* one("desired", documentPlace, undefined)
  const given = {
    keyFile: yield* one("desired-key", nonEmptyText, undefined),
    sign: yield* one("sign", nonEmptyText, undefined),
    poll: yield* one("desired-poll", poll, Duration.minutes(5)),
    settle: yield* one("settle", duration, Duration.minutes(10))
  }
  if (document !== undefined) return { document, ...given }
  return given.keyFile === undefined
    ? undefined
    : yield* cliFailure("invalid_value", "--desired-key: it needs --desired", {
        hint: "name the document that the key has signed with --desired"
      })
})
