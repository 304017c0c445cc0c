/** Pure: an installed plugin as the API lists it, from what each source says. */
import type { BackOff, ControllerStatus } from "../../../domain/Controller.ts"
import type { ManagedPlugin } from "../../../domain/sources/ManagerView.ts"
import { type ManifestDetails, noDetails } from "../../../domain/store/ManifestDetails.ts"
import { tooOldFor } from "../../../domain/store/compatibility.ts"
import { candidatesFor, type Registry } from "../../../domain/store/Registry.ts"
import type { ReportedFinding } from "../../../domain/findings/Report.ts"
import { type OfferDetails, offerDetails } from "../../../domain/store/StoreListing.ts"
import { isNewer } from "../../../domain/store/versions.ts"
import type { ListedPlugin } from "../../../reconcile/look/installed.ts"
import type { InstalledPluginDocument } from "../../api/InstalledPluginDocument.ts"
import { pluginRuntime } from "./runtime.ts"

/** What is known beside the list itself. */
export interface ListContext {
  readonly details: ReadonlyMap<string, ManifestDetails>
  readonly managed: ReadonlyMap<string, ManagedPlugin>
  readonly registry: Registry | undefined
  /** LEDMatrix's version. */
  readonly ledmatrix: string | undefined
  readonly status: ControllerStatus
}

/** As LEDMatrix shortens it. */
const COMMIT_LENGTH = 7

const either = (...texts: ReadonlyArray<string | null | undefined>): string | undefined =>
  texts.find((text): text is string => text !== undefined && text !== null && text !== "")

const grouped = (
  findings: ReadonlyArray<ReportedFinding>
): ReadonlyMap<string, ReadonlyArray<ReportedFinding>> => Map.groupBy(findings, ({ plugin_id }) => plugin_id)

const NO_FINDINGS: ReadonlyArray<ReportedFinding> = []

interface RegistryOffer extends OfferDetails {
  /** Why this LEDMatrix cannot run it. */
  readonly incompatible: string | undefined
}

const offerFor = ({ ledmatrix, registry }: ListContext, id: string): RegistryOffer | undefined => {
  const [entry] = registry === undefined ? [] : candidatesFor(registry, id)
  if (entry === undefined) return undefined
  return { ...offerDetails(entry), incompatible: tooOldFor(entry.ledmatrix_min_version, ledmatrix) }
}

export const installedPlugins = (
  plugins: ReadonlyArray<ListedPlugin>,
  around: ListContext
): ReadonlyArray<InstalledPluginDocument> => {
  const { back_offs, last_report, suspended } = around.status
  const findings = grouped(last_report?.inconsistencies_found ?? [])
  const backOffs = new Map<string, BackOff>(back_offs.map((held) => [held.plugin_id, held]))
  return plugins.map((plugin) => {
    const { directory, git, id, state, version } = plugin
    const details = around.details.get(directory) ?? noDetails
    const offer = offerFor(around, id)
    return {
      id,
      name: plugin.name ?? id,
      version: version ?? "",
      latest_version: offer?.version ?? "",
      update_available: isNewer(offer?.version, version) && offer?.incompatible === undefined,
      author: either(details.author, offer?.author) ?? "Unknown",
      category: either(details.category, offer?.category) ?? "General",
      description: either(details.description, offer?.description) ?? "No description available",
      tags: details.tags,
      enabled: plugin.in_config === false ? false : plugin.enabled,
      verified: offer?.verified ?? false,
      icon: details.icon ?? null,
      display_modes: details.displayModes,
      ...pluginRuntime(around.managed.get(id)),
      last_updated: either(git?.date, details.lastUpdated, offer?.lastUpdated) ?? null,
      last_commit:
        either(git?.commit?.slice(0, COMMIT_LENGTH), details.lastCommit, offer?.lastCommit) ?? null,
      last_commit_message: either(details.lastCommitMessage, offer?.lastCommitMessage) ?? null,
      branch: either(git?.branch, details.branch, offer?.branch) ?? null,
      web_ui_actions: details.webUiActions,
      vegas_mode: null,
      vegas_content_type: null,
      vegas_participation: null,
      vegas_participation_source: null,
      directory,
      in_config: plugin.in_config,
      saved_state: state,
      set_aside: plugin.set_aside,
      uninstalled: plugin.uninstalled,
      git,
      suspended: suspended.everything || suspended.plugins.includes(id),
      back_off: backOffs.get(id) ?? null,
      findings: findings.get(id) ?? NO_FINDINGS
    }
  })
}
