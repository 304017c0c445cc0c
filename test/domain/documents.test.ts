/** The documents that this program gives to others: what is in each, and that nothing else passes for one. */
import { assert, describe, it } from "@effect/vitest"
import { Schema } from "effect"
import {
  BackOff,
  Condition,
  ControllerEvent,
  ControllerStatus,
  noSuspension,
  OperationTicket,
  OperationType,
  PassSummary,
  StartupResult,
  Suspension,
  Trigger
} from "../../src/domain/Controller.ts"
import { Explanation } from "../../src/domain/findings/Explanation.ts"
import { MovedDirectory, JournalChange, JournalRecord } from "../../src/domain/changes/Journal.ts"
import { Failure, InconsistencyType, Reason, Source } from "../../src/domain/schemas.ts"
import { OperationDocument, OperationStatus } from "../../src/domain/Operation.ts"
import { Authority } from "../../src/domain/Policy.ts"
import { RegistryEntry } from "../../src/domain/store/Registry.ts"
import {
  Report,
  ReportedFinding,
  ReportedOutcome,
  ReportedSourceError
} from "../../src/domain/findings/Report.ts"

type Fields = { readonly [field: string]: unknown }

interface Described {
  readonly schema: Schema.Codec<unknown, unknown>
  /** Every field that may be there. */
  readonly whole: Fields
  /** Those that may be left out. */
  readonly optional?: ReadonlyArray<string>
}

const described = <A, I>(
  schema: Schema.Codec<A, I>,
  whole: I & Fields,
  optional: ReadonlyArray<string> = []
): Described => ({ schema, whole, optional })

const time = "2026-06-01T12:00:00.000Z"
const failure = { kind: "transient", code: "download_failed", message: "x" } as const
const outcome = { status: "failed", error: failure } as const
const finding = {
  plugin_id: "clock",
  inconsistency_type: "plugin_missing_in_config",
  reason: "no_entry",
  description: "x",
  fix_action: "auto_fix",
  can_auto_fix: true,
  current_state: { exists_in_config: false },
  expected_state: {},
  outcome
} as const
const report = {
  result: "could_not_tell",
  inconsistencies_found: [finding],
  inconsistencies_fixed: [],
  inconsistencies_manual: [],
  reconciliation_successful: true,
  message: "x",
  source_errors: [{ source: "config", path: "x", code: "x", error: "x", backup: "x", owner: "x" }],
  unrecoverable: ["clock"],
  changed_files: ["config/config.json"],
  run_id: "x",
  duration_ms: 1.5
} as const
const directory = { present: true, from: "a", kept: "b", fingerprint: "c" }
const change = {
  plugin_id: "clock",
  reason: "no_entry",
  file: "config/config.json",
  key: ["clock"],
  before: null,
  after: { enabled: true },
  directory
}
const condition = {
  type: "Ready",
  status: "true",
  reason: "x",
  message: "x",
  observed_at: time,
  changed_at: time
} as const
const pass = {
  run_id: "x",
  triggers: ["startup"],
  started_at: time,
  duration_ms: 1,
  result: "in_sync",
  found: 0,
  fixed: 0,
  manual: 0,
  failed: 0,
  drift: { plugin_missing_in_config: 1 }
} as const
const backOff = { plugin_id: "clock", attempts: 1, error: failure, retry_in_ms: null }
const ticket = {
  operation_id: "x",
  operation_type: "install",
  plugin_id: "clock",
  parameters: { a: 1 },
  status: "pending",
  progress: 0,
  message: "x",
  error: null,
  result: null,
  created_at: time,
  started_at: null,
  completed_at: null
} as const
const startup = {
  done: true,
  successful: true,
  fixed_count: 1,
  unresolved: [{ plugin_id: "clock", type: "plugin_missing_on_disk", description: "x" }]
} as const
const status = {
  version: "x",
  root: "/x",
  started_at: time,
  conditions: [condition],
  startup,
  suspended: noSuspension,
  queue_depth: 0,
  back_offs: [backOff],
  operations: [ticket],
  last_report: null,
  last_pass: null
}

const documents: ReadonlyArray<readonly [name: string, document: Described]> = [
  ["a report", described(Report, report)],
  ["a finding of a report", described(ReportedFinding, finding)],
  ["an outcome", described(ReportedOutcome, outcome, ["error"])],
  ["a failure", described(Failure, failure)],
  [
    "a source that could not be read",
    described(ReportedSourceError, report.source_errors[0], ["backup", "owner"])
  ],
  [
    "a record of the journal",
    described(
      JournalRecord,
      {
        run_id: "x",
        command: "reconcile",
        started_at: time,
        status: "done",
        changes: [change],
        undoes: "y",
        values_left_out: true
      },
      ["undoes", "values_left_out"]
    )
  ],
  ["a change", described(JournalChange, change, ["key", "before", "after", "directory"])],
  ["a moved directory", described(MovedDirectory, directory, ["from", "kept", "fingerprint"])],
  [
    "what came of an operation",
    described(
      OperationDocument,
      {
        command: "install",
        plugin_id: "clock",
        status: "installed",
        message: "x",
        version: null,
        previous_version: "1",
        notes: ["x"],
        changed_files: ["x"],
        run_id: "x"
      },
      ["version", "previous_version", "run_id"]
    )
  ],
  [
    "an explanation",
    described(
      Explanation,
      {
        plugin_id: "clock",
        config: { known: true, facts: { enabled: true } },
        disk: { known: false },
        manager: { known: false, error: "x" },
        state: { known: false },
        uninstalled: false,
        agreed_enabled: true,
        rules: [
          {
            rule: "plugin_missing_in_config",
            verdict: "found",
            because: "x",
            reason: "no_entry",
            fix_action: "auto_fix",
            expected_state: { enabled: true }
          },
          { rule: "plugin_version_mismatch", verdict: "skipped", because: "x" }
        ],
        registry: {
          address: "x",
          fetched_at: null,
          stale: true,
          entries: 1,
          skipped: ["x"],
          last_failure: { at: time, problem: "x" },
          backing_off_until: time
        },
        next: "x"
      },
      ["agreed_enabled"]
    )
  ],
  ["a condition", described(Condition, condition)],
  ["a pass in short", described(PassSummary, pass)],
  ["a pause", described(BackOff, backOff)],
  ["what is suspended", described(Suspension, { everything: true, plugins: ["clock"] })],
  ["how it began", described(StartupResult, startup, ["successful", "fixed_count"])],
  ["a ticket", described(OperationTicket, ticket)],
  ["the controller's status", described(ControllerStatus, status)],
  [
    "an entry of the registry",
    described(
      RegistryEntry,
      {
        id: "clock",
        type: null,
        name: "x",
        repo: "x",
        branch: "x",
        plugin_path: "x",
        latest_version: "x",
        download_url_template: "x",
        versions: [{}]
      },
      ["type", "name", "repo", "branch", "plugin_path", "latest_version", "download_url_template", "versions"]
    )
  ]
]

/** No field of any document holds this. */
const WRONG = { $: Symbol.iterator }

describe.each(documents)("%s", (_name, { optional = [], schema, whole }) => {
  const is = Schema.is(schema)
  const decodes = (value: unknown): boolean => Schema.decodeUnknownOption(schema)(value)._tag === "Some"

  it("holds all of its fields, and nothing of another kind in them", () => {
    assert.isTrue(is(whole))
    assert.deepStrictEqual(Schema.decodeSync(schema)(whole), whole)
    for (const field of Object.keys(whole)) assert.isFalse(decodes({ ...whole, [field]: WRONG }), field)
  })

  it("is none without a field that it has to have", () => {
    for (const field of Object.keys(whole)) {
      const { [field]: _left, ...rest } = whole
      assert.strictEqual(decodes(rest), optional.includes(field), field)
    }
  })
})

describe.each<readonly [name: string, schema: Schema.Codec<string, string>, words: ReadonlyArray<string>]>([
  [
    "a trigger",
    Trigger,
    ["startup", "files", "resync", "request", "retry", "registry", "operation", "resumed"]
  ],
  ["an operation", OperationType, ["install", "update", "uninstall", "enable", "disable"]],
  [
    "the status of an operation",
    OperationStatus,
    [
      "installed",
      "already_installed",
      "updated",
      "up_to_date",
      "skipped",
      "uninstalled",
      "enabled",
      "disabled",
      "unchanged",
      "undone",
      "failed"
    ]
  ],
  ["an authority", Authority, ["latest", "state", "config"]],
  ["a source", Source, ["config", "disk", "manager", "state"]],
  [
    "a type of inconsistency",
    InconsistencyType,
    [
      "plugin_missing_in_config",
      "plugin_missing_on_disk",
      "plugin_enabled_mismatch",
      "plugin_version_mismatch",
      "plugin_state_corrupted"
    ]
  ],
  [
    "a reason",
    Reason,
    [
      "no_entry",
      "key_not_object",
      "system_key",
      "settings_kept",
      "set_aside_copy",
      "directory_name",
      "recently_uninstalled",
      "unrecoverable",
      "no_store",
      "invalid_id",
      "name_taken",
      "broken_directory",
      "not_installed",
      "config_differs",
      "entry_not_writable",
      "record_version",
      "entry_version",
      "invalid_record",
      "uninstalled_record",
      "orphan_record",
      "broken_manifest",
      "duplicate_id",
      "marked_on_disk",
      "enabled_not_boolean",
      "undone"
    ]
  ]
])("%s", (_name, schema, words) => {
  it("is one of its words and no other", () => {
    for (const word of words) assert.isTrue(Schema.is(schema)(word), word)
    for (const word of ["", "Startup", "other"]) assert.isFalse(Schema.is(schema)(word), word)
  })
})

describe("an event of the controller", () => {
  it.each([
    { _tag: "status", status },
    { _tag: "pass", pass },
    { _tag: "operation", operation: ticket },
    { _tag: "plugins" }
  ])("is $_tag, with what it tells", (event) => {
    assert.isTrue(Schema.is(ControllerEvent)(event))
    const field = Object.keys(event).find((name) => name !== "_tag")
    if (field !== undefined) assert.isFalse(Schema.is(ControllerEvent)({ ...event, [field]: WRONG }))
    assert.isFalse(Schema.is(ControllerEvent)({ ...event, _tag: "other" }))
  })
})

describe("nothing that is suspended", () => {
  it("is neither everything nor a plugin", () => {
    assert.deepStrictEqual(noSuspension, { everything: false, plugins: [] })
  })
})
