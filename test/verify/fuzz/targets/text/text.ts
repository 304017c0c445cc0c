/** Times, versions, ids, durations: small texts inside documents that are judged by patterns. */
import { Effect } from "effect"
import { incompatibility } from "../../../../../src/domain/store/compatibility.ts"
import { isIsoTime, isoTimeMs, localIsoTime } from "../../../../../src/domain/text/isoTime.ts"
import {
  byCodePoint,
  isPluginId,
  otherSpelling,
  withoutPrefix
} from "../../../../../src/domain/plugin/PluginId.ts"
import { comparableVersion } from "../../../../../src/domain/sources/StateRecord.ts"
import { isNewer } from "../../../../../src/domain/store/versions.ts"
import { safeText } from "../../../../../src/cli/view/text/safeText.ts"
import { displayWidth } from "../../../../../src/cli/view/text/displayWidth.ts"
import { anyOf, strange } from "../../grammars/json.ts"
import { id, time, version } from "../../grammars/words.ts"
import { given } from "../../harness/inputs/given.ts"
import { pieces, textIn } from "../../harness/inputs/Pieces.ts"
import { promise, returned, type Target } from "../../harness/Target.ts"

export const text: Target = {
  name: "text",
  promises:
    "times are read alike by the quick way and the slow one; versions are ordered; what is shown can be seen",
  budget: 600,
  make: (random) =>
    pieces({
      time: given(random, time),
      version: given(random, version),
      other: given(random, version),
      range: given(random, version),
      id: given(random, anyOf(id, strange))
    }),
  check: (input) =>
    Effect.gen(function* () {
      const [when, a, b, range, name] = ["time", "version", "other", "range", "id"].map((piece) =>
        textIn(input, piece)
      )
      if (
        when === undefined ||
        a === undefined ||
        b === undefined ||
        range === undefined ||
        name === undefined
      )
        return
      const ms = yield* returned(() => isoTimeMs(when))
      const valid = yield* returned(() => isIsoTime(when))
      yield* promise(
        valid === (ms !== undefined),
        "a time is valid and has no value, or the other way round",
        when
      )
      yield* promise(ms === undefined || Number.isFinite(ms), "a time is no number", when)
      if (ms !== undefined && ms > 0 && ms < 4e12) {
        const again = isoTimeMs(localIsoTime(ms))
        yield* promise(again === Math.floor(ms), "a time is another when it is read again", when)
      }
      const newer = yield* returned(() => isNewer(a, b))
      const older = yield* returned(() => isNewer(b, a))
      const same = comparableVersion(a) === comparableVersion(b)
      yield* promise(!(same && (newer || older)), "a version is newer than itself", a)
      yield* returned(() =>
        incompatibility(
          {
            compatible_versions: [range, a],
            min_ledmatrix_version: b,
            requires: { min_ledmatrix_version: b }
          },
          "3.1.0"
        )
      )
      yield* returned(() => incompatibility({ compatible_versions: [range] }, a))
      yield* promise(
        !isPluginId(name) || /^[\w.-]{1,128}$/u.test(name),
        "an id is valid that is no file name",
        name
      )
      yield* promise(
        name === "" || otherSpelling(otherSpelling(name)) === name || withoutPrefix(name) !== undefined,
        "a spelling is lost",
        name
      )
      yield* promise(
        Math.sign(byCodePoint(name, a)) === -Math.sign(byCodePoint(a, name)),
        "an order is none",
        name
      )
      const shown = yield* returned(() => safeText(name + when))
      yield* promise(!/[\p{Cc}\u202a-\u202e]/u.test(shown), "what is shown holds a control character")
      yield* returned(() => displayWidth(shown))
    })
}
