import { Clock, Context, Effect, Layer, Option, Result } from "effect"
import { FILE } from "../../../domain/changes/Change.ts"
import { NotParseable } from "../../../domain/errors/FileReason.ts"
import { byCodePoint } from "../../../domain/plugin/PluginId.ts"
import { ConfigError } from "../../../domain/errors/ServiceError.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import { pythonJson } from "../../../json/printJson.ts"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { decodeUtf8, JSON_FILE_BYTES_MAX } from "../../files/reading/jsonFileReader.ts"
import { replaceFile } from "../../files/replacing/replaceFile.ts"
import { Installation } from "../../installation/Installation.ts"
import { replaceLedgerFile } from "../../ownFiles/formats/ledgerFiles.ts"
import { marksOf, TOMBSTONE_MS, TOMBSTONES, tombstonesOf } from "./uninstalledReader.ts"

/** As LEDMatrix's own write leaves it. */
const MARKS_MODE = 0o644

/**
 * Writes which plugins were uninstalled: LEDMatrix's marks in `config/uninstalled_plugins.json`, and this
 * program's tombstones of the last five minutes. `PluginStore` reads them. Fails with `ConfigError`. The
 * caller holds the root lock.
 */
export class UninstalledWriter extends Context.Service<
  UninstalledWriter,
  {
    /** Sets (`true`) or clears marks. A file that cannot be read is never replaced. */
    readonly setMarks: (marks: ReadonlyMap<string, boolean>) => Effect.Effect<void, ConfigError>
    /** Sets tombstones of now (`true`), or clears them; those that have ended go too. */
    readonly setTombstones: (tombstones: ReadonlyMap<string, boolean>) => Effect.Effect<void, ConfigError>
  }
>()("ledmatrix-reconciler/services/UninstalledWriter") {
  static readonly layer: Layer.Layer<UninstalledWriter, never, FileReader | FileWriter | Installation> =
    Layer.effect(
      UninstalledWriter,
      Effect.gen(function* () {
        const files = yield* Effect.context<FileReader | FileWriter | Installation>()
        const { uninstalledFile } = yield* Installation
        const setMarks = Effect.fn("UninstalledWriter.setMarks")(
          function* (marks: ReadonlyMap<string, boolean>) {
            yield* replaceFile({
              path: uninstalledFile,
              shown: FILE.marks,
              bytesMax: JSON_FILE_BYTES_MAX,
              createMode: MARKS_MODE,
              edit: (current) =>
                Effect.map(parsed(current, FILE.marks, marksOf, new Set<string>()), (before) => {
                  const after = new Set(before)
                  for (const [id, set] of marks) {
                    if (set) after.add(id)
                    else after.delete(id)
                  }
                  const same = after.size === before.size && [...after].every((id) => before.has(id))
                  return { content: same ? Option.none() : Option.some(bytes(printMarks(after))) }
                })
            })
          },
          Effect.mapError((reason) => new ConfigError({ reason })),
          Effect.provideContext(files)
        )
        const setTombstones = Effect.fn("UninstalledWriter.setTombstones")(
          function* (tombstones: ReadonlyMap<string, boolean>) {
            const now = yield* Clock.currentTimeMillis
            yield* replaceLedgerFile(TOMBSTONES, (current) =>
              Effect.map(
                parsed(current, FILE.tombstones, tombstonesOf, new Map<string, number>()),
                (before) => {
                  const clears = [...tombstones].some(([id, set]) => set || before.has(id))
                  if (!clears) return Option.none()
                  const after = new Map([...before].filter(([, at]) => Math.abs(now - at) <= TOMBSTONE_MS))
                  for (const [id, set] of tombstones) {
                    if (set) after.set(id, now)
                    else after.delete(id)
                  }
                  return Option.some(`${JSON.stringify(Object.fromEntries(after), undefined, 1)}\n`)
                }
              )
            )
          },
          Effect.mapError((reason) => new ConfigError({ reason })),
          Effect.provideContext(files)
        )
        return UninstalledWriter.of({ setMarks, setTombstones })
      })
    )
}

const bytes = (text: string): Uint8Array => new TextEncoder().encode(text)

const printMarks = (marks: ReadonlySet<string>): string =>
  pythonJson([...marks].toSorted(byCodePoint), { indent: 2 })

/** What the file says; a missing one is empty, one of another shape is left to a person. */
const parsed = <A>(
  current: Option.Option<Uint8Array>,
  shown: string,
  view: (value: unknown) => A | undefined,
  empty: A
): Effect.Effect<A, NotParseable> => {
  if (Option.isNone(current)) return Effect.succeed(empty)
  const text = decodeUtf8(current.value)
  const value = text === undefined ? undefined : Result.getOrUndefined(parseJson(text))
  const seen = view(value)
  return seen === undefined
    ? Effect.fail(new NotParseable({ path: shown, problem: "it is not of the shape that it should have" }))
    : Effect.succeed(seen)
}
