/** What a run would change, line by line: the edits of a plan made on the files in memory alone. */
import { Clock, Effect, Option } from "effect"
import { FILE } from "../../domain/changes/Change.ts"
import type { Edit } from "../../domain/changes/Evidence.ts"
import type { FileDiff } from "../../domain/findings/FileDiff.ts"
import { Policy } from "../../services/Policy.ts"
import { maskedLines, type Visibility } from "../../json/masking/maskedLines.ts"
import { FileReader } from "../../ports/Files.ts"
import { applyEdits, type EditedContent } from "../../services/files/editing/applyEdits.ts"
import { JSON_FILE_BYTES_MAX } from "../../services/files/reading/jsonFileReader.ts"
import { Installation } from "../../services/installation/Installation.ts"
import { applyStateEdits } from "../../services/state/applyStateEdits.ts"
import { detect } from "../judge/detect.ts"
import { plan, type PlanStep } from "../judge/plan.ts"
import { diffLines } from "../../services/files/diffLines.ts"
import { type Readers, snapshot } from "./snapshot.ts"

const ENTRY_FIELDS: ReadonlySet<string | undefined> = new Set(["enabled", "version"])

const RECORD_FIELDS: ReadonlySet<string | undefined> = new Set([
  "plugin_id",
  "status",
  "enabled",
  "version",
  "installed_at",
  "last_updated",
  "config_version"
])

const STATE_FIELDS: ReadonlySet<string | undefined> = new Set(["version", "last_updated"])

/** Of an entry's fields, none of which is shown by its members. */
const shownOfConfig = ([, field]: ReadonlyArray<string>): Visibility =>
  field === undefined ? "members" : ENTRY_FIELDS.has(field) ? "value" : "nothing"

const shownOfState = ([first, , field]: ReadonlyArray<string>): Visibility => {
  if (first !== "states") return STATE_FIELDS.has(first) ? "value" : "nothing"
  if (field === undefined) return "members"
  return RECORD_FIELDS.has(field) ? "value" : "nothing"
}

const text = (bytes: Uint8Array): string => new TextDecoder().decode(bytes)

/** Nothing, where the file cannot be edited, or has gone: then no run would edit it either, and the report says why. */
const fileDiff = Effect.fnUntraced(function* <E>(
  file: string,
  path: string,
  shown: (path: ReadonlyArray<string>) => Visibility,
  steps: ReadonlyArray<PlanStep<Edit>>,
  edit: (current: Uint8Array, edits: ReadonlyArray<Edit>) => Effect.Effect<EditedContent, E>
) {
  if (steps.length === 0) return []
  const read = yield* Effect.option((yield* FileReader).read(path, { bytesMax: JSON_FILE_BYTES_MAX }))
  if (Option.isNone(read)) return []
  const { bytes } = read.value
  const edited = Option.flatMap(yield* Effect.option(edit(bytes, editsOf(steps))), ({ content }) => content)
  if (Option.isNone(edited)) return []
  const lines = diffLines(maskedLines(text(bytes), shown), maskedLines(text(edited.value), shown))
  return [{ file, lines }]
})

const editsOf = (steps: ReadonlyArray<PlanStep<Edit>>): ReadonlyArray<Edit> =>
  steps.map(({ repair }) => repair)

/** Writes nothing. What lies in a plugin's directory is not listed: only the store knows it. */
export const pendingDiff = Effect.fn("pendingDiff")(function* (): Effect.fn.Return<
  ReadonlyArray<FileDiff>,
  never,
  Readers | FileReader | Installation
> {
  const seen = yield* snapshot(new Set())
  const { configEdits, obtained, putBacks, reinstalls, removals, replacements, stateEdits } = plan(
    detect(seen, yield* Policy)
  )
  const { configFile, stateFile } = yield* Installation
  const nowMs = yield* Clock.currentTimeMillis
  const inConfig = yield* fileDiff(FILE.config, configFile, shownOfConfig, configEdits, (current, edits) =>
    applyEdits(current, edits, FILE.config)
  )
  const inState = yield* fileDiff(FILE.state, stateFile, shownOfState, stateEdits, (current, edits) =>
    applyStateEdits(Option.some(current), edits, nowMs)
  )
  return [
    ...inConfig,
    ...inState,
    ...putBacks.map(({ repair }) => ({
      file: repair.place,
      plugin_id: repair.plugin,
      becomes: `put back from ${repair.from}`
    })),
    ...removals.map(({ repair: { directories, plugin } }) => ({
      file: directories[0] ?? plugin,
      plugin_id: plugin,
      becomes: "set aside and marked as uninstalled"
    })),
    ...obtained.map(({ repair: { instead, plugin, version } }) => ({
      file: instead ?? plugin,
      plugin_id: plugin,
      becomes: `fetched from the store${version === undefined ? "" : `, version ${version}`}`
    })),
    ...[...reinstalls, ...replacements].map(({ repair }) => ({
      file: repair,
      plugin_id: repair,
      becomes: "fetched from the store, and its record made to agree"
    }))
  ]
})
