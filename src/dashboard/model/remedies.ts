/** Pure: what a click can do about a finding. */
import { reasons, type Remedy as ForReason } from "../../domain/findings/reasons.ts"
import type { ReportedFinding } from "../../domain/findings/Report.ts"
import { standingOf } from "./standing.ts"

/** What is offered as a button; `resume`: the plugin is no longer suspended. */
export type Remedy = ForReason | "resume"

export const remedyLabel: { readonly [remedy in Remedy]: string } = {
  force: "Try again",
  replace: "Set aside and reinstall…",
  install: "Install",
  keep: "Keep it",
  forget: "Remove its settings…",
  uninstall: "Uninstall…",
  enable: "Switch on",
  disable: "Switch off",
  resume: "Resume"
}

const own = ({ reason }: ReportedFinding): ReadonlyArray<Remedy> => reasons[reason].remedies ?? []

/** `everything`: the whole controller is suspended, so that one plugin alone cannot be repaired. */
export const remediesFor = (
  finding: ReportedFinding,
  suspended: { readonly everything: boolean; readonly plugin: boolean }
): ReadonlyArray<Remedy> => {
  switch (standingOf(finding)) {
    case "failed":
      return finding.reason === "not_installed" ? ["force", "forget"] : ["force"]
    case "waiting":
      return suspended.plugin && !suspended.everything ? ["resume"] : []
    case "person":
    case "note":
      return suspended.everything
        ? own(finding).filter((remedy) => remedy !== "force" && remedy !== "replace")
        : own(finding)
    case "fine":
      return []
  }
}

/** Whether repairing everything at once may help here. */
export const mayBeRepaired = (finding: ReportedFinding): boolean => {
  const standing = standingOf(finding)
  if (standing === "failed" || standing === "waiting") return true
  return standing === "person" && own(finding).includes("force")
}
