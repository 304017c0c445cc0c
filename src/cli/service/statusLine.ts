/** Pure: how the controller stands, in one line, as `systemctl status` shows it. */
import type { Condition, ControllerStatus } from "../../domain/Controller.ts"

const of = ({ conditions }: ControllerStatus, type: Condition["type"]): Condition | undefined =>
  conditions.find((condition) => condition.type === type)

export const statusLine = (status: ControllerStatus): string => {
  const { last_report, startup, suspended } = status
  if (of(status, "Ready")?.reason === "stopping") return "stopping"
  if (!startup.done) return "the first pass is under way"
  const degraded = of(status, "Degraded")
  const stands = degraded?.status === "true" ? `${degraded.reason}: ${degraded.message}` : "in sync"
  const remarks = [
    suspended.everything
      ? "suspended"
      : suspended.plugins.length > 0
        ? `${suspended.plugins.length} suspended`
        : undefined,
    of(status, "RegistryReachable")?.status === "false" ? "the registry cannot be reached" : undefined,
    last_report?.unrecoverable.length ? `unrecoverable: ${last_report.unrecoverable.join(", ")}` : undefined
  ]
  return [stands, ...remarks.filter((remark) => remark !== undefined)].join("; ")
}
