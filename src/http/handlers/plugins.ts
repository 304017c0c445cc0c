/** What is installed, how it stands, and having it reconciled. */
import { Effect, Option, Result } from "effect"
import { HttpApiBuilder } from "effect/http-api"
import { Controller } from "../../controller/Controller.ts"
import type { Report, ReportedFinding } from "../../domain/findings/Report.ts"
import { type RecordReading, rebuildRecord } from "../../domain/sources/StateRecord.ts"
import { explain } from "../../reconcile/look/explain.ts"
import { StateStore } from "../../services/StateStore.ts"
import { InstalledResponse } from "../responses/plugins/InstalledResponse.ts"
import { pluginStandings } from "../responses/plugins/pluginStanding.ts"
import { succeeded } from "../responses/succeeded.ts"
import { ControllerApi } from "../Api.ts"
import type { Reconciliation, SavedRecord } from "../api/routes/plugins.ts"
import { ReconcileRequest } from "../api/requests.ts"
import { passFailure, pluginNotFound, sourceUnreadable } from "../failures.ts"
import { tolerantBody } from "../requestBody.ts"
import { Closing } from "../server/Closing.ts"

export const pluginsHandlers = HttpApiBuilder.group(
  ControllerApi,
  "plugins",
  Effect.fnUntraced(function* (handlers) {
    const controller = yield* Controller
    const installed = yield* InstalledResponse
    const closing = yield* Closing
    const { read } = yield* StateStore
    const readRequest = tolerantBody(ReconcileRequest)

    const state = Effect.fnUntraced(function* (id: string | undefined) {
      const kept = yield* read
      if (Option.isNone(kept)) {
        const { runtime, standings } = yield* Effect.catchTag(
          pluginStandings(),
          "SourceError",
          sourceUnreadable
        )
        if (id === undefined) return { ...succeeded(Object.fromEntries(standings)), runtime }
        return { ...succeeded(standings.get(id) ?? (yield* pluginNotFound(id))), runtime }
      }
      const reading = kept.value
      if (Result.isFailure(reading)) return yield* sourceUnreadable(reading.failure)
      const { records } = reading.success
      if (id === undefined) return succeeded(allRecords(records))
      const record = records.get(id)
      return record === undefined || record.faults.length > 0
        ? yield* pluginNotFound(id)
        : succeeded(saved(id, record))
    })

    const explained = Effect.fnUntraced(function* (id: string) {
      const explanation = yield* explain(id)
      if (Option.isNone(explanation)) return yield* pluginNotFound(id)
      const { back_offs, suspended } = yield* controller.status
      return {
        ...explanation.value,
        suspended: suspended.everything || suspended.plugins.includes(id),
        back_off: back_offs.find(({ plugin_id }) => plugin_id === id) ?? null
      }
    })

    return handlers
      .handleAll({
        installed: () => installed.answer,
        state: ({ query }) => state(query.plugin_id),
        explain: ({ params }) => Effect.map(explained(params.id), succeeded),
        startup: () => Effect.map(controller.status, ({ startup }) => succeeded(startup))
      })
      .handleRaw("reconcile", ({ request }) =>
        Effect.gen(function* () {
          const { force = false, replace_broken = false } = yield* readRequest(request)
          const pass = controller.reconcile({ force, replaceBroken: replace_broken })
          const report = yield* closing.whileOpen(Effect.mapError(pass, passFailure))
          return succeeded(reconciliation(report), report.message)
        })
      )
  })
)

const allRecords = (records: ReadonlyMap<string, RecordReading>): { readonly [id: string]: SavedRecord } =>
  Object.fromEntries(
    [...records].flatMap(([id, record]) =>
      record.faults.length > 0 ? [] : [[id, saved(id, record)] as const]
    )
  )

/** With nothing wrong in it, rebuilding it fills in what LEDMatrix would. */
const saved = (id: string, record: RecordReading): SavedRecord =>
  rebuildRecord(id, record, { enabled: undefined, version: undefined })

const short = ({ description, inconsistency_type, plugin_id }: ReportedFinding) => ({
  plugin_id,
  type: inconsistency_type,
  description
})

const reconciliation = (report: Report): Reconciliation => ({
  inconsistencies_found: report.inconsistencies_found.length,
  inconsistencies_fixed: report.inconsistencies_fixed.length,
  inconsistencies_manual: report.inconsistencies_manual.length,
  inconsistencies: report.inconsistencies_found.map((finding) => ({
    ...short(finding),
    fix_action: finding.fix_action
  })),
  fixed: report.inconsistencies_fixed.map(short),
  manual_fix_required: report.inconsistencies_manual.map(short),
  report
})
