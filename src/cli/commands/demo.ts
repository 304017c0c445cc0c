/**
 * `demo`: a small installation that has drifted, and a store beside it, in a temporary directory; what is
 * wrong, the repair, and a second pass that finds nothing. No network, nothing of the user's is touched.
 */
import { Effect } from "effect"
import { mkdir, mkdtemp, rm, writeFile } from "node:fs/promises"
import { tmpdir } from "node:os"
import { dirname, join } from "node:path"
import type { CommandResult } from "../run/CommandResult.ts"
import type { CliFailure } from "../run/CliFailure.ts"
import { checkCommand } from "./check.ts"
import { reconcileCommand } from "./reconcile.ts"
import { type Invocation, isOn } from "../arguments/Invocation.ts"
import { reading } from "../layers/reading.ts"
import type { Settings } from "../settings/Settings.ts"
import type { Style } from "../view/Style.ts"
import { quoted } from "../view/ownCommand.ts"
import { demoFiles, PLUGIN_COUNT, REGISTRY, ROOT } from "../demo/demoFiles.ts"

const write = async (directory: string): Promise<void> => {
  const files = [...demoFiles()]
  await Promise.all(files.map(([path]) => mkdir(dirname(join(directory, path)), { recursive: true })))
  await Promise.all(files.map(([path, content]) => writeFile(join(directory, path), content)))
}

const remove = (directory: string) => Effect.promise(() => rm(directory, { recursive: true, force: true }))

const temporaryDirectory = (keep: boolean) =>
  Effect.acquireRelease(
    Effect.promise(() => mkdtemp(join(tmpdir(), "ledmatrix-reconciler-demo-"))),
    (directory) => (keep ? Effect.void : remove(directory))
  ).pipe(Effect.tap((directory) => Effect.promise(() => write(directory))))

interface Demonstration {
  readonly root: string
  readonly kept: boolean
  readonly before: CommandResult
  readonly reconciled: CommandResult
  readonly after: CommandResult
}

const lines = (
  { after, before, kept, reconciled, root }: Demonstration,
  style: Style
): ReadonlyArray<string> => [
  style.bold(`A LEDMatrix installation with ${PLUGIN_COUNT} plugins, in ${root}`),
  "",
  style.bold("1. check: what disagrees, and what would be done"),
  ...before.lines(style),
  "",
  style.bold("2. reconcile: the repair"),
  ...reconciled.lines({
    ...style,
    command: (words) => `${style.command(words)} --root ${quoted(root)}`
  }),
  "",
  style.bold("3. reconcile again: nothing is left to do"),
  ...after.lines(style),
  "",
  kept ? `The installation is kept in ${root}` : "The directory is removed again; --keep leaves it in place."
]

/** Only the form of the output is taken from the user's settings: the demonstration is the same everywhere. */
const settingsFor = (settings: Settings, directory: string): Settings => ({
  ...settings,
  root: join(directory, ROOT),
  registry: join(directory, REGISTRY),
  authority: "latest",
  systemKeys: [],
  ledmatrixVersion: undefined,
  ledmatrixCache: undefined,
  offline: true
})

export const demo = (
  settings: Settings,
  options: { readonly keep: boolean }
): Effect.Effect<CommandResult, CliFailure> =>
  Effect.scoped(
    Effect.gen(function* () {
      const own = settingsFor(settings, yield* temporaryDirectory(options.keep))
      const plain = { force: false, replaceBroken: false }
      const before = yield* reading(own, checkCommand(own, plain))
      const reconciled = yield* reading(own, reconcileCommand(own, plain))
      const after = yield* reading(own, reconcileCommand(own, plain))
      const shown = { root: own.root, kept: options.keep, before, reconciled, after }
      return {
        exitCode: reconciled.exitCode === 0 ? after.exitCode : reconciled.exitCode,
        document: {
          root: own.root,
          before: before.document,
          reconciled: reconciled.document,
          after: after.document
        },
        lines: (style) => lines(shown, style)
      } satisfies CommandResult
    })
  )

export const run = ({ given }: Invocation, settings: Settings) =>
  demo(settings, { keep: isOn(given, "keep") })
