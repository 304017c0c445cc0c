/** A sign that the fake controller speaks of: what is there, what is wrong, and what becomes of it. */
import type { ControllerStatus, OperationTicket, PassSummary } from "../../../src/domain/Controller.ts"
import type { ReportedFinding } from "../../../src/domain/findings/Report.ts"
import type { Explanation } from "../../../src/domain/findings/Explanation.ts"
import type { InstalledPluginDocument, PastRun, StoreEntry } from "../../../src/dashboard/api/wire.ts"
import { explanation, isoAgo, pastRun, report, runId, status } from "./documents.ts"
import { type Answered, type Asked, FakeController } from "./fakeController.ts"

export interface WorldParts {
  readonly plugins?: ReadonlyArray<InstalledPluginDocument>
  readonly found?: ReadonlyArray<ReportedFinding>
  readonly status?: Partial<ControllerStatus>
  readonly runs?: ReadonlyArray<PastRun>
  readonly passes?: ReadonlyArray<PassSummary>
  readonly store?: ReadonlyArray<StoreEntry>
  readonly explanations?: { readonly [id: string]: Partial<Explanation> }
  readonly version?: string
  /** What further questions are answered with, by method and path. */
  readonly answers?: { readonly [question: string]: unknown }
}

const REFUSED: Answered = {
  status: 409,
  message: "there is nothing to undo",
  error: { code: "INVALID_INPUT" }
}

export class World {
  readonly controller: FakeController
  plugins: ReadonlyArray<InstalledPluginDocument>
  status: ControllerStatus
  runs: ReadonlyArray<PastRun>
  readonly passes: ReadonlyArray<PassSummary>
  readonly store: ReadonlyArray<StoreEntry>
  private readonly parts: WorldParts
  private count = 0

  constructor(parts: WorldParts) {
    this.parts = parts
    this.plugins = parts.plugins ?? []
    this.runs = parts.runs ?? []
    this.passes = parts.passes ?? []
    this.store = parts.store ?? []
    const version = parts.version ?? "0.1.0"
    this.status = status(version, { last_report: report(parts.found ?? []), ...parts.status })
    this.controller = new FakeController(
      () => this.status,
      (asked) => this.answer(asked)
    )
  }

  /** Changes what the status says, and tells it. */
  become(change: Partial<ControllerStatus>): void {
    this.status = { ...this.status, ...change }
    this.controller.tell("status", this.status)
  }

  private get found(): ReadonlyArray<ReportedFinding> {
    return this.status.last_report?.inconsistencies_found ?? []
  }

  private nextRun(): string {
    this.count += 1
    return runId(0, String(this.count).padStart(6, "0"))
  }

  private ended(found: ReadonlyArray<ReportedFinding>, run_id: string): void {
    this.become({ last_report: report(found, { run_id }) })
    this.controller.tell("pass", {})
  }

  /** Everything that can be repaired is. */
  private reconcile(force: boolean): Answered {
    if (this.status.suspended.everything)
      return {
        status: 409,
        message: "the controller is suspended",
        error: { code: "PLUGIN_OPERATION_CONFLICT" }
      }
    const run_id = this.nextRun()
    const found = this.found.map((one): ReportedFinding => {
      const repairable = one.fix_action === "auto_fix" || (force && one.reason === "undone")
      return repairable ? { ...one, outcome: { status: "fixed" } } : one
    })
    const fixed = found.filter(({ outcome }) => outcome.status === "fixed")
    if (fixed.length > 0) {
      const changes = fixed.map(({ plugin_id, reason }) => ({
        plugin_id,
        reason,
        file: "data/plugin_state.json",
        key: ["states", plugin_id, "enabled"],
        before: false,
        after: true
      }))
      this.runs = [pastRun(0, { run_id, changes }), ...this.runs]
    }
    this.ended(found, run_id)
    return { data: { report: this.status.last_report } }
  }

  /** What was repaired is wrong again, and stays so. */
  private undo(run: string): Answered {
    const record = this.runs.find(({ run_id }) => run_id === run)
    if (record === undefined || record.undone_by !== null) return REFUSED
    const run_id = this.nextRun()
    const undone = { ...record, undone_by: run_id }
    const reverse = pastRun(0, {
      run_id,
      command: "undo",
      undoes: run,
      changes: record.changes
    })
    this.runs = [reverse, ...this.runs.map((one) => (one === record ? undone : one))]
    const touched = new Set(record.changes.map(({ plugin_id }) => plugin_id))
    this.ended(
      this.found.map((one): ReportedFinding =>
        touched.has(one.plugin_id)
          ? { ...one, reason: "undone", fix_action: "manual_fix_required", outcome: { status: "manual" } }
          : one
      ),
      run_id
    )
    return {
      data: {
        message: `Run ${run} (${record.command}) is undone: ${record.changes.length} put back, 0 left alone`,
        restored: record.changes.map(({ file }) => file),
        left_alone: [],
        notes: [],
        run_id
      }
    }
  }

  /** An operation that has just begun; `end` lets it succeed. */
  begin(operation_type: OperationTicket["operation_type"], plugin_id: string): OperationTicket {
    const ticket: OperationTicket = {
      operation_id: this.nextRun(),
      operation_type,
      plugin_id,
      parameters: {},
      status: "running",
      progress: 0.4,
      message: "downloading",
      error: null,
      result: null,
      created_at: isoAgo(0),
      started_at: isoAgo(0),
      completed_at: null
    }
    this.status = { ...this.status, operations: [...this.status.operations, ticket] }
    this.controller.tell("operation", ticket)
    return ticket
  }

  end(ticket: OperationTicket, message: string, fields: Partial<OperationTicket> = {}): void {
    const run_id = this.nextRun()
    const ended: OperationTicket = {
      ...ticket,
      status: "completed",
      progress: 1,
      message,
      result: { success: true, run_id },
      completed_at: isoAgo(0),
      ...fields
    }
    const { operation_type, plugin_id } = ticket
    this.runs = [
      pastRun(0, {
        run_id,
        command: operation_type,
        changes: [
          {
            plugin_id,
            reason: operation_type,
            file: `plugin-repos/${plugin_id}`,
            directory: { present: operation_type !== "uninstall" }
          }
        ]
      }),
      ...this.runs
    ]
    const others = this.status.operations.filter(({ operation_id }) => operation_id !== ticket.operation_id)
    this.status = { ...this.status, operations: [...others, ended] }
    this.controller.tell("operation", ended)
    this.controller.tell("plugins", {})
  }

  private suspend({ plugin_id }: Asked["body"], isSuspended: boolean): Answered {
    const { everything, plugins } = this.status.suspended
    const id = typeof plugin_id === "string" ? plugin_id : undefined
    const others = plugins.filter((one) => one !== id)
    const suspended =
      id === undefined
        ? { everything: isSuspended, plugins }
        : { everything, plugins: isSuspended ? [...others, id] : others }
    this.become({ suspended })
    return { data: suspended }
  }

  private answer(asked: Asked): Answered | undefined {
    const { body, method, path } = asked
    const [, run = ""] = /^history\/([^/]+)\/undo$/u.exec(path) ?? []
    const [, explained = ""] = /^plugins\/([^/]+)\/explain$/u.exec(path) ?? []
    const id = typeof body["plugin_id"] === "string" ? body["plugin_id"] : ""
    if (run !== "") return this.undo(decodeURIComponent(run))
    if (explained !== "") {
      const name = decodeURIComponent(explained)
      return { data: explanation(name, this.parts.explanations?.[name]) }
    }
    switch (`${method} ${path}`) {
      case "GET plugins/installed":
        return { data: { plugins: this.plugins } }
      case "GET history":
        return { data: { runs: this.runs, unreadable: [] } }
      case "GET reconciler/passes":
        return { data: { passes: this.passes } }
      case "GET plugins/store/list":
        return { data: { plugins: this.store, registry: explanation("x").registry } }
      case "POST plugins/store/refresh":
        return { message: "asked" }
      case "POST plugins/state/reconcile":
        return this.reconcile(body["force"] === true)
      case "POST plugins/toggle":
        return this.toggle(id, body["enabled"] === true)
      case "POST plugins/install":
        return { data: { operation_id: this.begin("install", id).operation_id } }
      case "POST plugins/uninstall":
        return { data: { operation_id: this.begin("uninstall", id).operation_id } }
      case "POST plugins/update": {
        const ticket = this.begin("update", id)
        this.end(ticket, `${id} is up to date`)
        return { data: { status: "up_to_date" } }
      }
      case "POST reconciler/suspend":
        return this.suspend(body, true)
      case "POST reconciler/resume":
        return this.suspend(body, false)
      default: {
        const answer = this.parts.answers?.[`${method} ${path}`]
        return answer === undefined ? undefined : { data: answer }
      }
    }
  }

  private toggle(id: string, enabled: boolean): Answered {
    this.plugins = this.plugins.map((one) =>
      one.id === id
        ? { ...one, enabled, loaded: enabled, saved_state: { status: null, version: one.version, enabled } }
        : one
    )
    this.controller.tell("plugins", {})
    return { message: `Plugin ${id} ${enabled ? "enabled" : "disabled"}` }
  }
}
