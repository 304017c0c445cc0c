/** Runs of the reconciler on an installation in memory, and how their reports are read in specs. */
import { Effect, Layer } from "effect"
import type { PolicyValues } from "../../src/domain/Policy.ts"
import type { Report } from "../../src/domain/findings/Report.ts"
import { Reconciler } from "../../src/reconcile/Reconciler.ts"
import {
  MEMORY_ROOT,
  MemoryInstallation,
  type MemoryInstallationOptions
} from "../../src/testing/MemoryInstallation.ts"
import { MemoryFiles } from "../../src/testing/MemoryFiles.ts"
import { policyOf, record } from "./snapshots.ts"

export interface Described extends Omit<MemoryInstallationOptions, "policy"> {
  readonly config?: unknown
  /** Records by id. */
  readonly state?: { readonly [id: string]: unknown }
  /** Directories with a manifest of that id; further fields may be given. */
  readonly plugins?: { readonly [directory: string]: { readonly [field: string]: unknown } }
  readonly policy?: Partial<PolicyValues>
}

const manifest = (directory: string, fields: { readonly [field: string]: unknown }) =>
  JSON.stringify({ id: directory, name: directory, class_name: "P", display_modes: [], ...fields })

/** The files of an installation, relative to its root. */
export const installationFiles = ({ config = {}, files, plugins = {}, state }: Described) => ({
  "config/config.json": typeof config === "string" ? config : JSON.stringify(config, undefined, 4),
  ...(state === undefined
    ? {}
    : {
        "data/plugin_state.json": JSON.stringify(
          { version: 1, states: state, last_updated: "2026-01-01T00:00:00" },
          undefined,
          2
        )
      }),
  ...Object.fromEntries(
    Object.entries(plugins).map(([directory, fields]) => [
      `plugin-repos/${directory}/manifest.json`,
      manifest(directory, fields)
    ])
  ),
  ...files
})

const services = (described: Described) =>
  MemoryInstallation.layer({
    files: installationFiles(described),
    offers: described.offers ?? {},
    ...(described.ledmatrixVersion === undefined ? {} : { ledmatrixVersion: described.ledmatrixVersion }),
    localChanges: described.localChanges ?? {},
    policy: policyOf(described.policy)
  })

export const installation = (described: Described) =>
  Reconciler.layer.pipe(Layer.provideMerge(services(described)))

/** The same, whose reconciler has another service in the place of its own. */
export const installationWith = <S>(
  described: Described,
  other: Layer.Layer<S, never, Layer.Success<ReturnType<typeof services>>>
) => Reconciler.layer.pipe(Layer.provide(other), Layer.provideMerge(services(described)))

export const reconcile = (
  options: { readonly force?: boolean; readonly replaceBroken?: boolean; readonly lasting?: boolean } = {}
) => Reconciler.use((reconciler) => reconciler.reconcile({ force: false, replaceBroken: false, ...options }))

export const check = Reconciler.use((reconciler) => reconciler.check)

/** `id reason status code` of every finding. */
export const lines = (report: Report): ReadonlyArray<string> =>
  report.inconsistencies_found.map(({ outcome, plugin_id, reason }) =>
    [
      plugin_id,
      reason,
      outcome.status,
      ...(outcome.error === undefined ? [] : [outcome.error.kind, outcome.error.code])
    ].join(" ")
  )

export const readJson = (path: string) =>
  MemoryFiles.use((files) => files.text(`${MEMORY_ROOT}/${path}`)).pipe(
    Effect.map((text): unknown => (text === undefined ? undefined : JSON.parse(text)))
  )

export { record }
