/** Looks at what came over the network before anything is drawn from it: as deep as the page reads. */
import type { ControllerStatus, OperationTicket, PassSummary } from "../../domain/Controller.ts"
import { reasons } from "../../domain/findings/reasons.ts"
import type { DesiredStatus } from "../../domain/desired/DesiredStatus.ts"
import type { SignTiles } from "../../domain/fleet/SignTile.ts"
import type {
  OperationStart,
  InstalledPluginDocument,
  OpenChoices,
  PastRuns,
  PendingDiff,
  PluginExplanation,
  ReconcileReply,
  Resolved,
  StoreList,
  Undone
} from "./wire.ts"

export type Fields = { readonly [name: string]: unknown }

export const isObject = (value: unknown): value is Fields =>
  typeof value === "object" && value !== null && !Array.isArray(value)

type Check = (value: unknown) => boolean

const text: Check = (value) => typeof value === "string"
const truth: Check = (value) => typeof value === "boolean"
const number: Check = (value) => typeof value === "number"

const maybe =
  (check: Check): Check =>
  (value) =>
    value === null || value === undefined || check(value)

const list =
  (check: Check): Check =>
  (value) =>
    Array.isArray(value) && value.every(check)

const shape =
  (checks: { readonly [name: string]: Check }): Check =>
  (value) =>
    isObject(value) && Object.entries(checks).every(([name, check]) => check(value[name]))

const each =
  (check: Check, ...names: ReadonlyArray<string>): Check =>
  (value) =>
    isObject(value) && names.every((name) => check(value[name]))

const both =
  (one: Check, other: Check): Check =>
  (value) =>
    one(value) && other(value)

const choice = each(text, "choice", "does")

const finding = both(
  each(text, "plugin_id", "inconsistency_type", "description", "fix_action"),
  shape({
    reason: (value) => typeof value === "string" && value in reasons,
    outcome: shape({ status: text, error: maybe(each(text, "code", "message")) }),
    choices: maybe(list(choice)),
    expected_state: isObject
  })
)

const sourceErrors = list(each(text, "source", "path", "code", "error"))

const report = both(
  each(list(finding), "inconsistencies_found", "inconsistencies_fixed", "inconsistencies_manual"),
  shape({
    source_errors: sourceErrors,
    changed_files: list(text),
    result: text,
    message: text,
    run_id: text
  })
)

const pass = both(
  each(text, "run_id", "started_at", "result"),
  both(each(number, "found", "fixed", "manual", "failed"), shape({ triggers: list(text) }))
)

const ticket = both(
  each(text, "operation_id", "operation_type", "plugin_id", "status", "message"),
  shape({ progress: number, result: maybe(isObject), completed_at: maybe(text) })
)

const status = both(
  each(text, "version", "root", "started_at"),
  shape({
    conditions: list(each(text, "type", "status", "reason", "message", "changed_at")),
    suspended: shape({ everything: truth, plugins: list(text) }),
    back_offs: list(shape({ plugin_id: text, attempts: number, retry_in_ms: maybe(number) })),
    operations: list(ticket),
    fetching: maybe(list(both(each(text, "plugin_id", "step"), shape({ progress: maybe(number) })))),
    last_report: maybe(report),
    last_pass: maybe(pass)
  })
)

const installed = both(
  each(text, "id", "name", "version", "latest_version", "author", "category", "description", "directory"),
  shape({
    enabled: maybe(truth),
    saved_state: maybe(isObject),
    error_info: maybe(isObject),
    git: maybe(isObject)
  })
)

const change = both(
  each(text, "plugin_id", "reason", "file"),
  shape({ key: maybe(list(text)), directory: maybe(isObject) })
)

const said = shape({ known: truth, error: maybe(text), facts: maybe(isObject) })

const storeEntry = both(
  each(text, "id", "name", "author", "category", "description", "version"),
  shape({ tags: list(text), installed_id: maybe(text), incompatible_reason: maybe(text) })
)

const registry = both(each(text, "address"), shape({ skipped: list(text), entries: number }))

const wants = both(
  each(text, "document", "revision", "sign"),
  shape({ values: list(each(text, "field", "layer")) })
)

export const isStatus = (value: unknown): value is ControllerStatus => status(value)
export const isTicket = (value: unknown): value is OperationTicket => ticket(value)
/** Where only the message counts. */
export const isDone = (value: unknown): value is Fields | undefined => maybe(isObject)(value)
export const isBegun = (value: unknown): value is OperationStart => each(text, "operation_id")(value)
export const isReconciled = (value: unknown): value is ReconcileReply => shape({ report })(value)

export const isInstalled = (
  value: unknown
): value is { readonly plugins: ReadonlyArray<InstalledPluginDocument> } =>
  shape({ plugins: list(installed) })(value)

export const isPasses = (value: unknown): value is { readonly passes: ReadonlyArray<PassSummary> } =>
  shape({ passes: list(pass) })(value)

export const isHistory = (value: unknown): value is PastRuns =>
  shape({
    runs: list(both(each(text, "run_id", "command", "started_at"), shape({ changes: list(change) }))),
    unreadable: list(text)
  })(value)

export const isExplanation = (value: unknown): value is PluginExplanation =>
  both(
    each(said, "config", "disk", "manager", "state"),
    shape({
      rules: list(each(text, "rule", "verdict", "because")),
      desired: maybe(wants),
      registry: maybe(registry),
      next: text
    })
  )(value)

export const isStore = (value: unknown): value is StoreList =>
  shape({ plugins: list(storeEntry), registry: maybe(registry) })(value)

const revision = both(each(text, "revision"), shape({ serial: maybe(number) }))

export const isDesired = (value: unknown): value is DesiredStatus =>
  both(
    each(text, "sign", "state", "message"),
    shape({
      document: maybe(text),
      in_force: maybe(both(revision, each(text, "accepted_at"))),
      offered: maybe(revision),
      rejected: list(both(each(text, "revision", "rejected_at"), shape({ reasons: list(text) }))),
      paused: maybe(isObject),
      not_as_desired: maybe(number)
    })
  )(value)

const tile = both(
  each(text, "name", "address", "state", "message"),
  shape({ as_desired: truth, revision: maybe(text), findings: maybe(number), last_seen: maybe(text) })
)

export const isSigns = (value: unknown): value is SignTiles =>
  shape({ signs: maybe(list(tile)), problem: maybe(text) })(value)

export const isUndone = (value: unknown): value is Undone =>
  both(each(text, "message", "run_id"), each(list(text), "left_alone", "notes"))(value)

const lines = list(both(each(text, "change", "text"), shape({ line: number })))

export const isOpenChoices = (value: unknown): value is OpenChoices =>
  shape({
    open: list(
      both(
        each(text, "target", "reason", "description"),
        shape({ choices: list(choice), lines: maybe(lines) })
      )
    ),
    source_errors: sourceErrors
  })(value)

export const isDiff = (value: unknown): value is { readonly diff: PendingDiff } =>
  shape({ diff: list(both(each(text, "file"), shape({ lines: maybe(lines), becomes: maybe(text) }))) })(value)

export const isResolved = (value: unknown): value is Resolved =>
  both(each(text, "message"), shape({ notes: list(text), run_id: maybe(text) }))(value)
