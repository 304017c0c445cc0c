/** Pure: what a click can do about a finding. */
import type { Reason } from "../../domain/findings/Finding.ts"
import type { ReportedFinding } from "../../domain/findings/Report.ts"
import { standingOf } from "./standing.ts"

/**
 * `force`: everything is tried again, also unrecoverable plugins; `replace`: broken plugins are set aside and
 * installed anew; `keep`: the mark that would have it deleted is removed; `forget`: settings and saved state
 * of a plugin that is not there are removed; `resume`: it is no longer suspended.
 */
export type Remedy =
  | "force"
  | "replace"
  | "install"
  | "keep"
  | "forget"
  | "uninstall"
  | "enable"
  | "disable"
  | "resume"

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

const BY_REASON: { readonly [reason in Reason]?: ReadonlyArray<Remedy> } = {
  settings_kept: ["install", "forget"],
  recently_uninstalled: ["install", "forget"],
  unrecoverable: ["force", "forget"],
  no_store: ["forget"],
  broken_directory: ["replace"],
  broken_manifest: ["replace"],
  marked_on_disk: ["keep", "uninstall"],
  enabled_not_boolean: ["enable", "disable"],
  undone: ["force"]
}

/** `everything`: the whole controller is suspended, so that one plugin alone cannot be repaired. */
export const remediesFor = (
  finding: ReportedFinding,
  suspended: { readonly everything: boolean; readonly plugin: boolean }
): ReadonlyArray<Remedy> => {
  const own = BY_REASON[finding.reason] ?? []
  switch (standingOf(finding)) {
    case "failed":
      return finding.reason === "not_installed" ? ["force", "forget"] : ["force"]
    case "waiting":
      return suspended.plugin && !suspended.everything ? ["resume"] : []
    case "person":
    case "note":
      return suspended.everything ? own.filter((remedy) => remedy !== "force" && remedy !== "replace") : own
    case "fine":
      return []
  }
}

/** Whether repairing everything at once may help here. */
export const mayBeRepaired = (finding: ReportedFinding): boolean => {
  const standing = standingOf(finding)
  if (standing === "failed" || standing === "waiting") return true
  return standing === "person" && (BY_REASON[finding.reason] ?? []).includes("force")
}
