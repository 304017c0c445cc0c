/** Pure: what a click can do about a finding. */
import { reasons, type Remedy as ForReason } from "../../../domain/findings/reasons.ts"
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import { isSuspended, standingOf } from "./standing.ts"

/** What is offered as a button; `resume`: the plugin is no longer suspended. */
export type RemedyButton = ForReason | "resume"

export const remedyLabel: { readonly [remedy in RemedyButton]: string } = {
  force: "Try again",
  replace: "Set aside and reinstall…",
  install: "Install",
  forget: "Remove its settings…",
  uninstall: "Uninstall…",
  enable: "Switch on",
  disable: "Switch off",
  resume: "Resume"
}

/** What takes something away is never the button that is pressed without reading. */
export const remedyKind: { readonly [remedy in RemedyButton]: "main" | "plain" | "danger" } = {
  force: "main",
  replace: "plain",
  install: "main",
  forget: "danger",
  uninstall: "danger",
  enable: "main",
  disable: "plain",
  resume: "main"
}

/** Beside or below the main one. */
export const asSecond = (kind: "main" | "plain" | "danger"): "plain" | "danger" =>
  kind === "main" ? "plain" : kind

const own = ({ reason }: ReportedFinding): ReadonlyArray<RemedyButton> => reasons[reason].remedies ?? []

/** `everything`: the whole controller is suspended, so that one plugin alone cannot be repaired. */
export const remediesFor = (
  finding: ReportedFinding,
  suspended: { readonly everything: boolean; readonly plugin: boolean }
): ReadonlyArray<RemedyButton> => {
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

/** Whether repairing everything at once may help here: what is suspended by itself is left alone then too. */
export const mayBeRepaired = (finding: ReportedFinding): boolean => {
  const standing = standingOf(finding)
  if (standing === "waiting") return !isSuspended(finding)
  if (standing === "failed") return true
  return standing === "person" && own(finding).includes("force")
}
