/**
 * `demo`: two small installations that have drifted, one with a saved state and one of a LEDMatrix that keeps none, and a
 * store beside them, in a temporary directory; what is wrong, the repair, and a second pass that finds nothing. No network,
 * nothing of the user's is touched.
 */
import { Clock, Effect } from "effect"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import type { Report } from "../../../domain/findings/Report.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import type { CliFailure } from "../../run/CliFailure.ts"
import { checkCommand } from "../look/check.ts"
import { reconcileCommand } from "../change/reconcile.ts"
import { type Invocation, isOn } from "../../arguments/Invocation.ts"
import { reading } from "../../layers/reading.ts"
import type { Settings } from "../../settings/Settings.ts"
import { reportView } from "../../view/look/reportView.ts"
import { quoted } from "../../view/text/ownCommand.ts"
import type { Style } from "../../view/text/Style.ts"
import { demoFiles, PLUGIN_COUNT, REGISTRY, ROOT } from "./demoFiles.ts"
import {
  displayAfter,
  displayBefore,
  RETIRED_CACHE,
  RETIRED_COUNT,
  RETIRED_ROOT,
  retiredFiles
} from "./retiredSign.ts"

const write = (directory: string, files: ReadonlyMap<string, string>): Effect.Effect<void> =>
  Effect.promise(async () => {
    const all = [...files]
    await Promise.all(all.map(([path]) => mkdir(dirname(join(directory, path)), { recursive: true })))
    await Promise.all(all.map(([path, content]) => writeFile(join(directory, path), content)))
  })

const remove = (directory: string) => Effect.promise(() => rm(directory, { recursive: true, force: true }))

const temporaryDirectory = (keep: boolean) =>
  Effect.acquireRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), "ledmatrix-reconciler-demo-"))),
    (directory) => (keep ? Effect.void : remove(directory))
  )

/** What the three steps on one installation showed. */
interface DemoResults {
  readonly root: string
  readonly before: CommandResult
  readonly reconciled: CommandResult & { readonly document: Report }
  readonly after: CommandResult
}

const steps = (
  { between, kept, title }: { readonly title: string; readonly between: string; readonly kept: boolean },
  { after, before, reconciled, root }: DemoResults,
  own: Style
) => {
  const style: Style = { ...own, command: (words) => `${own.command(words)} --root ${quoted(root)}` }
  return [
    style.bold(title),
    "",
    style.bold("1. check: what disagrees, and what would be done"),
    ...before.lines(style),
    "",
    style.bold("2. reconcile: the repair"),
    ...reportView(reconciled.document, style, { lasting: kept }),
    "",
    style.bold(`3. ${between}reconcile again: nothing is left to do`),
    ...after.lines(style),
    ""
  ]
}

const lines = (
  saved: DemoResults,
  retired: DemoResults,
  kept: boolean,
  style: Style
): ReadonlyArray<string> => [
  ...steps(
    { title: `A LEDMatrix installation with ${PLUGIN_COUNT} plugins, in ${saved.root}`, between: "", kept },
    saved,
    style
  ),
  ...steps(
    {
      title: `A LEDMatrix 3.8.0 with ${RETIRED_COUNT} plugins, which keeps no saved state, in ${retired.root}`,
      between: "its display starts anew; ",
      kept
    },
    retired,
    style
  ),
  kept
    ? `The installation is kept in ${saved.root}, the one of 3.8.0 in ${retired.root}`
    : "The directory is removed again; --keep leaves it in place."
]

/** Only the form of the output is taken from the user's settings: the demonstration is the same everywhere. */
const settingsFor = (settings: Settings, directory: string, root: string): Settings => ({
  ...settings,
  root: join(directory, root),
  registry: join(directory, REGISTRY),
  authority: "latest",
  systemKeys: [],
  ledmatrixVersion: undefined,
  ledmatrixCache: join(directory, RETIRED_CACHE),
  offline: true
})

const PLAIN = { force: false, replaceBroken: false }

/** `between`: what happens before the last step. */
const shown = Effect.fnUntraced(function* (own: Settings, between: Effect.Effect<void> = Effect.void) {
  const before = yield* reading(own, checkCommand())
  const reconciled = yield* reading(own, reconcileCommand(own, PLAIN))
  yield* between
  const after = yield* reading(own, reconcileCommand(own, PLAIN))
  return { root: own.root, before, reconciled, after } satisfies DemoResults
})

const documentOf = ({ after, before, reconciled, root }: DemoResults) => ({
  root,
  before: before.document,
  reconciled: reconciled.document,
  after: after.document
})

const worst = (all: ReadonlyArray<DemoResults>): CommandResult["exitCode"] =>
  all
    .flatMap(({ after, reconciled }) => [reconciled.exitCode, after.exitCode])
    .find((exitCode) => exitCode !== 0) ?? 0

export const demo = (
  settings: Settings,
  options: { readonly keep: boolean }
): Effect.Effect<CommandResult, CliFailure> =>
  Effect.scoped(
    Effect.gen(function* () {
      const directory = yield* temporaryDirectory(options.keep)
      const publish = (display: typeof displayBefore) =>
        Effect.flatMap(Clock.currentTimeMillis, (nowMs) => write(directory, display(nowMs)))
      yield* write(directory, demoFiles())
      yield* write(directory, retiredFiles())
      yield* publish(displayBefore)
      const saved = yield* shown(settingsFor(settings, directory, ROOT))
      const retired = yield* shown(settingsFor(settings, directory, RETIRED_ROOT), publish(displayAfter))
      return {
        exitCode: worst([saved, retired]),
        document: { ...documentOf(saved), retired: documentOf(retired) },
        lines: (style) => lines(saved, retired, options.keep, style)
      } satisfies CommandResult
    })
  )

export const run = ({ given }: Invocation, settings: Settings) =>
  demo(settings, { keep: isOn(given, "keep") })
