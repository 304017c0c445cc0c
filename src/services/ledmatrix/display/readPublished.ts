/** Reads what LEDMatrix's display published: a file in its cache, and the signs of life of its process. */
import { Clock, Effect, Option, Result } from "effect"
import { join } from "node:path/posix"
import { isJsonObject, type JsonObject } from "../../../json/JsonValue.ts"
import { parseJson } from "../../../json/parsing/parseJson.ts"
import type { FileReader, FileStat } from "../../../ports/Files.ts"
import { sameSignature, tellsChanges } from "../../files/reading/Signature.ts"
import { judgePublished, type PublishedDisplay, unknownDisplay } from "./published.ts"

const NAME = "plugin_runtime_snapshot.json"

/** A hundred plugins with all the modes that LEDMatrix lets through take half of it. */
const BYTES_MAX = 4 * 1024 * 1024

const HEARTBEAT = "/run/ledmatrix/display-heartbeat.json"
const HEARTBEAT_BYTES_MAX = 4096

/** A clock that is further behind than this is another clock. */
const CLOCK_SLACK = 1

/** The object in a small file; `undefined` where there is none that can be used. */
const objectIn = Effect.fnUntraced(function* (files: typeof FileReader.Service, path: string) {
  const [read] = yield* files.readTexts([path], { bytesMax: HEARTBEAT_BYTES_MAX })
  if (read?._tag !== "Text") return undefined
  const parsed = Result.getOrUndefined(parseJson(read.text))
  return isJsonObject(parsed) ? parsed : undefined
})

/** Seconds since the display drew, by the clock that no time server sets, else by the other one. */
const heartbeatAge = (
  heartbeat: JsonObject | undefined,
  monotonic: number,
  now: number
): ((pid: number) => number | undefined) => {
  const mono = heartbeat?.["mono"]
  const wall = heartbeat?.["wall"]
  const byMono = typeof mono === "number" && monotonic - mono >= -CLOCK_SLACK ? monotonic - mono : undefined
  const byWall = typeof wall === "number" ? now - wall : undefined
  const age = byMono ?? byWall
  return (pid) => (heartbeat?.["pid"] === pid && age !== undefined ? Math.max(age, 0) : undefined)
}

/** Whether a process is gone: only where this user sees the processes of others at all. */
const goneBy = Effect.fnUntraced(function* (files: typeof FileReader.Service, pid: unknown) {
  if (!Number.isSafeInteger(pid)) return false
  const [first, its] = yield* files.statAll(["/proc/1", `/proc/${String(pid)}`])
  return first?._tag === "FileStat" && its?._tag === "Missing"
})

/** Reads it from the cache directory that `cache` names at that moment. The unchanged file is not read again. */
export const publishedReader = (
  files: typeof FileReader.Service,
  cache: Effect.Effect<Option.Option<string>>
): Effect.Effect<PublishedDisplay> => {
  let known: { readonly path: string; readonly stat: FileStat; readonly document: JsonObject } | undefined

  const documentAt = Effect.fnUntraced(function* (path: string) {
    const readAtMs = yield* Clock.currentTimeMillis
    const stat = yield* files.stat(path)
    if (Option.isNone(stat)) return undefined
    if (known?.path === path && sameSignature(known.stat, stat.value)) return known.document
    known = undefined
    const [read] = yield* files.readTexts([path], { bytesMax: BYTES_MAX })
    if (read === undefined) return undefined
    if (read._tag !== "Text") return read.code === "ENOENT" ? undefined : yield* read
    const document = Result.getOrUndefined(parseJson(read.text))
    if (!isJsonObject(document)) return "no JSON object"
    if (tellsChanges(read.stat, readAtMs)) known = { path, stat: read.stat, document }
    return document
  })

  return Effect.gen(function* () {
    const directory = yield* cache
    if (Option.isNone(directory)) return unknownDisplay(undefined, "LEDMatrix has no cache directory here")
    const path = join(directory.value, NAME)
    const read = yield* Effect.result(documentAt(path))
    if (Result.isFailure(read)) return unknownDisplay(path, `${path}: ${read.failure.meaning}`)
    const document = read.success
    if (document === undefined) return unknownDisplay(path, `${path} is not there`)
    if (document === "no JSON object") return unknownDisplay(path, `${path} holds no JSON object`)
    const inner = isJsonObject(document["data"]) ? document["data"] : document
    const gone = yield* goneBy(files, inner["pid"])
    const heartbeat = yield* objectIn(files, HEARTBEAT)
    const nowMs = yield* Clock.currentTimeMillis
    const monotonic = Number(yield* Clock.monotonicTimeNanos) / 1e9
    return judgePublished(document, path, {
      nowMs,
      isGone: () => gone,
      heartbeatAge: heartbeatAge(heartbeat, monotonic, nowMs / 1000)
    })
  })
}
