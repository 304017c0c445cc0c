/** Documents of the API with everything filled in, so that a test names only what it is about. */
import type { BackOff, Condition, ControllerStatus, PassSummary } from "../../../src/domain/Controller.ts"
import type { Report, ReportedFinding } from "../../../src/domain/findings/Report.ts"
import type {
  InstalledPluginDocument,
  PastRun,
  PluginExplanation,
  StoreEntry
} from "../../../src/dashboard/api/wire.ts"

export const isoAgo = (ms: number): string => new Date(Date.now() - ms).toISOString()

export const plugin = (
  id: string,
  fields: Partial<InstalledPluginDocument> = {}
): InstalledPluginDocument => {
  const enabled = fields.enabled ?? true
  const version = fields.version ?? "1.0.0"
  return {
    id,
    name: id,
    version,
    latest_version: version,
    update_available: false,
    author: "ChuckBuilds",
    category: "time",
    description: `Shows ${id} on the sign.`,
    tags: [],
    enabled,
    verified: true,
    loaded: enabled,
    state: enabled ? "loaded" : "unloaded",
    error_info: null,
    loaded_version: null,
    loaded_at: null,
    icon: null,
    display_modes: [],
    vegas_participation: null,
    vegas_participation_source: null,
    last_updated: isoAgo(86_400_000),
    last_commit: null,
    last_commit_message: null,
    branch: null,
    web_ui_actions: [],
    vegas_mode: null,
    vegas_content_type: null,
    directory: id,
    in_config: true,
    saved_state: { status: enabled ? "enabled" : "disabled", enabled, version },
    set_aside: null,
    uninstalled: false,
    git: null,
    suspended: false,
    back_off: null,
    findings: [],
    ...fields
  }
}

export const finding = (
  plugin_id: string,
  fields: Partial<ReportedFinding> & Pick<ReportedFinding, "inconsistency_type" | "reason" | "outcome">
): ReportedFinding => {
  const fix_action = {
    planned: "auto_fix",
    fixed: "auto_fix",
    failed: "auto_fix",
    manual: "manual_fix_required",
    informational: "no_action"
  } as const
  const action = fields.fix_action ?? fix_action[fields.outcome.status]
  return {
    plugin_id,
    description: `Plugin ${plugin_id}: ${fields.reason}`,
    fix_action: action,
    can_auto_fix: action === "auto_fix",
    current_state: {},
    expected_state: {},
    ...fields
  }
}

/** A plugin that is not on disk, which a repair fetches. */
export const missing = (fields: Partial<ReportedFinding>): ReportedFinding =>
  finding("clock", {
    inconsistency_type: "plugin_missing_on_disk",
    reason: "not_installed",
    outcome: { status: "planned" },
    ...fields
  })

const failedFor = (code: string, message: string) =>
  ({ status: "failed", error: { kind: "transient", code, message } }) as const

export const failure = failedFor("ENOSPC", "no space is left")
export const asleep = failedFor("suspended", "it is suspended")

export const report = (found: ReadonlyArray<ReportedFinding>, fields: Partial<Report> = {}): Report => {
  const fixed = found.filter(({ outcome }) => outcome.status === "fixed")
  const manual = found.filter(({ outcome }) => outcome.status === "manual" || outcome.status === "failed")
  return {
    result: manual.length > 0 ? "left_over" : fixed.length > 0 ? "repaired" : "in_sync",
    inconsistencies_found: [...found],
    inconsistencies_fixed: fixed,
    inconsistencies_manual: manual,
    reconciliation_successful: manual.length === 0,
    message: `Reconciliation complete: ${found.length} inconsistencies found, ${fixed.length} fixed automatically, ${manual.length} require manual attention`,
    source_errors: [],
    unrecoverable: [],
    changed_files: fixed.length > 0 ? ["config/config.json"] : [],
    run_id: "20261125T120000-000001",
    duration_ms: 12,
    ...fields
  }
}

export const condition = (type: Condition["type"], fields: Partial<Condition> = {}): Condition => ({
  type,
  status: type === "Degraded" || type === "Reconciling" ? "false" : "true",
  reason: "started",
  message: {
    Ready: "it keeps the installation right",
    Reconciling: "no pass is running",
    Degraded: "nothing is left over",
    RegistryReachable: "48 plugins",
    AsDesired: "the revision in force is the document's"
  }[type],
  observed_at: isoAgo(0),
  changed_at: isoAgo(7_200_000),
  ...fields
})

export const pass = (agoMs: number, fields: Partial<PassSummary> = {}): PassSummary => ({
  run_id: `run-${agoMs}`,
  triggers: ["resync"],
  started_at: isoAgo(agoMs),
  duration_ms: 14,
  result: "in_sync",
  found: 0,
  fixed: 0,
  manual: 0,
  failed: 0,
  drift: {},
  ...fields
})

export const backOff = (plugin_id: string, fields: Partial<BackOff> = {}): BackOff => ({
  plugin_id,
  attempts: 3,
  error: { kind: "transient", code: "registry_unreachable", message: "the registry does not answer" },
  retry_in_ms: 40_000,
  ...fields
})

export const status = (version: string, fields: Partial<ControllerStatus> = {}): ControllerStatus => ({
  version,
  root: "/home/pi/LEDMatrix",
  started_at: isoAgo(7_200_000),
  conditions: [
    condition("Ready"),
    condition("Reconciling"),
    condition("Degraded"),
    condition("RegistryReachable")
  ],
  startup: { done: true, successful: true, fixed_count: 0, unresolved: [] },
  suspended: { everything: false, plugins: [] },
  queue_depth: 0,
  back_offs: [],
  operations: [],
  last_report: report([]),
  last_pass: pass(12_000),
  ...fields
})

/** The name of a run that began then. */
export const runId = (agoMs: number, random = "0ea7d1"): string =>
  `${isoAgo(agoMs).replaceAll(/[-:.Z]/gu, "")}-${random}`

/** Its `started_at` is of a machine in another zone. */
export const pastRun = (agoMs: number, fields: Partial<PastRun> = {}): PastRun => ({
  run_id: runId(agoMs),
  command: "reconcile",
  started_at: isoAgo(agoMs + 6 * 3_600_000).replace("Z", "000"),
  status: "done",
  changes: [
    {
      plugin_id: "clock-simple",
      reason: "no_entry",
      file: "config/config.json",
      key: ["clock-simple"],
      after: { enabled: false }
    }
  ],
  undone_by: null,
  ...fields
})

export const explanation = (
  plugin_id: string,
  fields: Partial<PluginExplanation> = {}
): PluginExplanation => ({
  plugin_id,
  config: { known: true, facts: { enabled: true, display_duration: "‹set›" } },
  disk: { known: true, facts: { directories: [plugin_id], version: "1.0.0" } },
  manager: { known: true, facts: { directory: plugin_id, loaded: true } },
  state: { known: true, facts: { enabled: true, status: "enabled", version: "1.0.0" } },
  uninstalled: false,
  agreed_enabled: true,
  rules: [
    { rule: "plugin_missing_in_config", verdict: "clear", because: "config has an entry" },
    { rule: "plugin_missing_on_disk", verdict: "clear", because: "it is on disk" },
    { rule: "plugin_enabled_mismatch", verdict: "clear", because: "both say true" },
    { rule: "plugin_version_mismatch", verdict: "clear", because: "both say 1.0.0" },
    { rule: "plugin_state_corrupted", verdict: "clear", because: "the record can be loaded" }
  ],
  registry: {
    address: "https://registry.example/plugins.json",
    fetched_at: isoAgo(300_000),
    stale: false,
    entries: 48,
    skipped: [],
    last_failure: null,
    backing_off_until: null
  },
  next: "Nothing: it is in sync.",
  suspended: false,
  back_off: null,
  ...fields
})

export const storeEntry = (id: string, fields: Partial<StoreEntry> = {}): StoreEntry => ({
  id,
  name: id,
  author: "ChuckBuilds",
  category: "time",
  description: `Shows ${id} on the sign.`,
  tags: [],
  stars: 0,
  verified: true,
  repo: "",
  version: "1.0.0",
  last_updated: "2026-08-31",
  last_updated_iso: "2026-08-31T00:00:00",
  last_commit: "",
  last_commit_message: "",
  last_commit_author: "",
  branch: "main",
  default_branch: "main",
  plugin_path: "",
  commit: "",
  ledmatrix_min_version: "",
  aliases: [],
  incompatible_reason: null,
  installed_id: null,
  ...fields
})
