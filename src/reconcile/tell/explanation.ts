/** Pure: everything about one plugin: what each source says, how each rule decided, and what happens next. */
import { Option, Result } from "effect"
import type { DesiredSign } from "../../domain/desired/DesiredDocument.ts"
import { valuesByLayer } from "../../domain/desired/valuesByLayer.ts"
import type { HostView } from "../../domain/host/HostView.ts"
import type { ConfigView } from "../../domain/sources/ConfigView.ts"
import type { DiskView } from "../../domain/sources/DiskView.ts"
import type { Explanation, Judgement, SourceStatement } from "../../domain/findings/Explanation.ts"
import type { Finding, Reason, SideState } from "../../domain/findings/Finding.ts"
import { reportedDisplay } from "../../domain/sources/Display.ts"
import type { PolicyValues } from "../../domain/Policy.ts"
import type { Reading } from "../../domain/sources/Source.ts"
import type { Snapshot } from "../../domain/sources/Snapshot.ts"
import type { RegistryState } from "../../domain/store/RegistryCopy.ts"
import { rules } from "../judge/detect.ts"
import { judgedBy } from "../judge/detectBy.ts"
import {
  isUninstalled,
  pluginFacts,
  type PluginFacts,
  snapshotFacts,
  type SnapshotFacts
} from "../judge/facts/PluginFacts.ts"
import { MASK } from "../../json/masking/mask.ts"
import { fixAction } from "./report.ts"
import type { Verdict } from "../judge/rules/Verdict.ts"

/** The explanation that a snapshot supports; none where no source knows the plugin. */
export const explanation = (
  id: string,
  seen: Snapshot,
  policy: PolicyValues,
  registry: RegistryState | null = null
): Option.Option<Explanation> => {
  const around = snapshotFacts(seen, policy)
  const plugin = pluginFacts(id, around)
  const config = said(seen.config, (view) => inConfig(id, plugin, view, seen.host))
  const disk = said(seen.disk, (view) => onDisk(plugin, view, around))
  const manager = byManager(id, seen)
  const state: SourceStatement = Option.match(seen.state, {
    onNone: () => ({ known: false, retired: true }),
    onSome: (reading) => said(reading, () => inState(plugin))
  })
  const desired = seen.desired?.state
  const isKnown = [config, disk, manager, state].some((source) => source.known)
  if (!isKnown && desired?.plugins.has(id) !== true) return Option.none()
  const judged = rules.map((rule) => ({
    type: rule.type,
    verdicts: judgedBy(rule, rules, plugin, around)
  }))
  const agreed = seen.ledger.agreements.get(id)?.enabled
  return Option.some({
    plugin_id: id,
    config,
    disk,
    manager,
    state,
    uninstalled: around.uninstalled !== undefined && isUninstalled(around.uninstalled, id),
    ...(agreed === undefined ? {} : { agreed_enabled: agreed }),
    ...(desired && { desired: explainedDesired(desired, id) }),
    rules: judged.flatMap(({ type, verdicts }) => verdicts.map((verdict) => judgement(type, verdict))),
    registry,
    next: whatNext(judged.flatMap(({ verdicts }) => verdicts))
  })
}

const explainedDesired = (desired: DesiredSign, id: string): NonNullable<Explanation["desired"]> => {
  const { document, revision, sign } = desired
  return { document, revision, sign, values: valuesByLayer(desired, id) }
}

const said = <A>(reading: Reading<A>, facts: (view: A) => SideState | undefined): SourceStatement => {
  if (Result.isFailure(reading)) return { known: false, error: reading.failure.message }
  const known = facts(reading.success)
  return known === undefined ? { known: false } : { known: true, facts: known }
}

const byManager = (id: string, { manager }: Snapshot): SourceStatement => {
  const display = Result.isSuccess(manager) ? manager.success.display : undefined
  const says = said(manager, ({ plugins }): SideState | undefined => {
    const managed = plugins.get(id)
    if (managed === undefined) return undefined
    const { directory, error, loaded, state, version } = managed
    return {
      ...(directory !== undefined && { directory }),
      ...(loaded !== undefined && { loaded }),
      ...(state !== undefined && { state }),
      ...(version !== undefined && { version }),
      ...(error && { error })
    }
  })
  return display === undefined ? says : { ...says, display: reportedDisplay(display) }
}

const inConfig = (
  id: string,
  plugin: PluginFacts,
  view: ConfigView,
  { traits }: HostView
): SideState | undefined => {
  if (plugin.key === "system") return view.values.has(id) ? { system_key: true } : undefined
  const value = view.values.get(id)
  if (value === undefined) return undefined
  if (value._tag === "NotAnEntry") return { is_object: false }
  const enabled =
    value.enabled._tag === "Boolean"
      ? value.enabled.value
      : value.enabled._tag === "Absent"
        ? `absent, reads ${String(traits.absentEnabled)}`
        : "no boolean"
  return {
    enabled,
    ...(value.version === undefined ? {} : { version: value.version }),
    ...Object.fromEntries(value.settings.map((name) => [name, MASK]))
  }
}

const onDisk = (
  { id, installed }: PluginFacts,
  { setAside }: DiskView,
  around: SnapshotFacts
): SideState | undefined => {
  const broken = around.broken.get(id)
  const copy = setAside.get(id)
  const [first] = installed
  if (first === undefined && broken === undefined && copy === undefined) return undefined
  return {
    ...(first && { directories: installed.map(({ directory }) => directory) }),
    ...(first?.version !== undefined && { version: first.version }),
    ...(broken && { broken_manifest: broken.problem }),
    ...(copy && { set_aside_copy: copy.directory })
  }
}

const inState = ({ record }: PluginFacts): SideState | undefined => {
  if (record === undefined) return undefined
  const { configVersion, enabled, lastUpdated, status, version } = record.salvage
  return {
    ...(enabled !== undefined && { enabled }),
    ...(status !== undefined && { status }),
    ...(version !== undefined && { version }),
    ...(configVersion !== undefined && { config_version: configVersion }),
    ...(lastUpdated !== undefined && { last_updated: lastUpdated }),
    ...(record.faults.length > 0 && { faults: record.faults })
  }
}

const judgement = (rule: Judgement["rule"], verdict: Verdict): Judgement => {
  switch (verdict._tag) {
    case "Found": {
      const { cause, choices, description, expected, fix, reason } = verdict.finding
      return {
        rule,
        verdict: "found",
        because: cause === undefined ? description : `${description}: ${cause}`,
        reason,
        fix_action: fixAction(fix),
        expected_state: expected,
        ...(choices === undefined ? {} : { choices })
      }
    }
    case "Clear":
      return { rule, verdict: "clear", because: verdict.because }
    case "Skipped":
      return { rule, verdict: "skipped", because: verdict.because }
  }
}

const DISPLAY_ACTS: ReadonlySet<Reason> = new Set(["not_loaded", "still_loaded", "older_version_runs"])

const whatNext = (verdicts: ReadonlyArray<Verdict>): string => {
  const findings = verdicts.flatMap((verdict) => (verdict._tag === "Found" ? [verdict.finding] : []))
  const count = (tag: Finding["fix"]["_tag"]) => findings.filter((finding) => finding.fix._tag === tag).length
  const waits = findings.some(({ fix }) => fix._tag === "Auto" && fix.waits !== undefined)
  const sentences = [
    waits
      ? "It is left alone for now, as its rule says; a reconcile after that repairs it, if it is still so."
      : "",
    count("Auto") > 0 && !waits ? "The next reconcile repairs it." : "",
    count("Manual") > 0 ? "A person has to decide; see what each rule says." : "",
    findings.some(({ reason }) => DISPLAY_ACTS.has(reason))
      ? "Only LEDMatrix's display can act on it; see what each rule says."
      : "",
    verdicts.some((verdict) => verdict._tag === "Skipped")
      ? "A source could not be read, so not every rule could look."
      : ""
  ].filter((sentence) => sentence !== "")
  return sentences.length > 0 ? sentences.join(" ") : "Nothing: it is in sync."
}
