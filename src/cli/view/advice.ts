/** What happens next with a finding, as a line under it: what a run does, or what a person can do by which command. */
import { stepFor } from "../../domain/errors/stepFor.ts"
import { reasons, type Remedy } from "../../domain/findings/reasons.ts"
import type { ReportedFinding } from "../../domain/findings/Report.ts"

/** What is plain in every shell. */
const PLAIN = /^[\w.-]+$/u

const commandFor = (remedy: Remedy, id: string): string => {
  const plugin = PLAIN.test(id) ? id : JSON.stringify(id)
  switch (remedy) {
    case "force":
      return "reconcile --force"
    case "replace":
      return "reconcile --replace-broken"
    case "install":
    case "keep":
      return `install ${plugin}`
    case "forget":
    case "uninstall":
      return `uninstall ${plugin}`
    case "enable":
    case "disable":
      return `${remedy} ${plugin}`
  }
}

/** What a person can do about a finding that no run repairs. */
const adviceFor = ({
  plugin_id,
  reason
}: Pick<ReportedFinding, "plugin_id" | "reason">): string | undefined => {
  const { advice, remedies = [] } = reasons[reason]
  if (advice === undefined || remedies.length === 0) return advice
  return `${advice.slice(0, -1)}: ${remedies.map((remedy) => commandFor(remedy, plugin_id)).join(", or ")}.`
}

/** What of a finding its advice depends on. */
type Advised = Pick<
  ReportedFinding,
  "plugin_id" | "reason" | "fix_action" | "expected_state" | "outcome" | "right_key"
>

const UNTRIED = {
  auto_fix: "planned",
  manual_fix_required: "manual",
  no_action: "informational"
} as const

/** The same of what a rule found and nothing has tried to repair. */
export const whatComes = (finding: Omit<Advised, "outcome">): string =>
  whatNext({ ...finding, outcome: { status: UNTRIED[finding.fix_action] } })

const afterFailure = (
  { code, kind }: { readonly code: string; readonly kind: string },
  rightKey: string | undefined
): string => {
  const step = stepFor(code)
  if (step !== undefined) return `${step.slice(0, 1).toUpperCase()}${step.slice(1)}.`
  if (kind === "transient") return "The next run tries again."
  if (code === "run_failed") return "doctor says what is in the way, and what to type."
  return (
    (rightKey === undefined ? undefined : reasons.wrong_key.advice) ??
    "Trying again does not help until this changes."
  )
}

/** What happens next with a finding, or what a person has to do. */
export const whatNext = (finding: Advised): string => {
  const { expected_state, fix_action, outcome, reason, right_key } = finding
  const { repair } = reasons[reason]
  switch (outcome.status) {
    case "planned":
      if (reason === "config_differs")
        return `reconcile sets both to ${JSON.stringify(expected_state["enabled"])}.`
      return repair === undefined ? "reconcile repairs it." : `reconcile ${repair}.`
    case "fixed":
      return "Done."
    case "failed":
      return outcome.error === undefined
        ? "The repair failed."
        : `${outcome.error.message}. ${afterFailure(outcome.error, right_key)}`
    case "manual":
      return (
        adviceFor(finding) ?? (fix_action === "auto_fix" ? "The repair failed." : "A person has to decide.")
      )
    case "informational":
      return adviceFor(finding) ?? "Nothing to do."
  }
}
