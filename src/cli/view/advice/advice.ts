/** What happens next with a finding, as a line under it: what a run does, or what a person can do by which command. */
import { stepFor } from "../../../domain/errors/stepFor.ts"
import type { Reason } from "../../../domain/findings/Finding.ts"
import { reasons, type Remedy } from "../../../domain/findings/reasons.ts"
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import { type OwnCommand, quoted } from "../text/ownCommand.ts"

/** The command that takes one way; without one, the only way there is. */
export const resolveCommand = (target: string, choice: string | undefined): string =>
  `resolve ${quoted(target)}${choice === undefined ? "" : ` --choose ${quoted(choice)}`}`

const commandFor = (remedy: Remedy, id: string): string => {
  const plugin = quoted(id)
  switch (remedy) {
    case "force":
      return "reconcile --force"
    case "replace":
      return "reconcile --replace-broken"
    case "install":
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
const adviceFor = (
  { choices = [], plugin_id, reason }: Pick<ReportedFinding, "plugin_id" | "reason" | "choices">,
  command: OwnCommand
): string | undefined => {
  const { advice, remedies = [] } = reasons[reason]
  const commands = [
    ...choices.map(({ choice }) => resolveCommand(plugin_id, choice)),
    ...remedies.map((remedy) => commandFor(remedy, plugin_id))
  ]
  if (advice === undefined || commands.length === 0) return advice
  return `${advice.slice(0, -1)}: ${commands.map((words) => `\`${command(words)}\``).join(", or ")}.`
}

/** What of a finding its advice depends on. */
type AdviceSubject = Pick<
  ReportedFinding,
  "plugin_id" | "reason" | "fix_action" | "expected_state" | "outcome" | "right_key" | "choices"
>

const UNTRIED = {
  auto_fix: "planned",
  manual_fix_required: "manual",
  no_action: "informational"
} as const

/** The same of what a rule found and nothing has tried to repair. */
export const untriedAdvice = (finding: Omit<AdviceSubject, "outcome">, command: OwnCommand): string =>
  whatNext({ ...finding, outcome: { status: UNTRIED[finding.fix_action] } }, command)

/** What the next look says of a finding whose repair has failed for good, where a person can do something about it. */
const nextReason = (
  code: string,
  { reason, right_key }: Omit<AdviceSubject, "outcome">
): Reason | undefined => {
  if (right_key !== undefined) return "wrong_key"
  if (reason !== "not_installed") return undefined
  return code === "not_in_registry" ? code : "unrecoverable"
}

const afterFailure = (
  { code, kind }: { readonly code: string; readonly kind: string },
  finding: Omit<AdviceSubject, "outcome">,
  command: OwnCommand
): string => {
  const step = stepFor(code)
  if (step !== undefined) return `${step.slice(0, 1).toUpperCase()}${step.slice(1)}.`
  if (kind === "transient") return "The next run tries again."
  if (code === "run_failed") return `\`${command("doctor")}\` says what is in the way, and what to type.`
  const reason = nextReason(code, finding)
  return (
    (reason === undefined ? undefined : adviceFor({ ...finding, reason }, command)) ??
    "Trying again does not help until this changes."
  )
}

/** What happens next with a finding, or what a person has to do. */
export const whatNext = (finding: AdviceSubject, command: OwnCommand): string => {
  const { expected_state, fix_action, outcome, reason } = finding
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
        : `${outcome.error.message}. ${afterFailure(outcome.error, finding, command)}`
    case "manual":
      return (
        adviceFor(finding, command) ??
        (fix_action === "auto_fix" ? "The repair failed." : "A person has to decide.")
      )
    case "informational":
      return adviceFor(finding, command) ?? "Nothing to do."
  }
}
