/** For every cause of a finding: what the program does about it, or what a person can do. */
import type { Reason } from "../../domain/findings/Finding.ts"
import type { ReportedFinding } from "../../domain/findings/Report.ts"

interface Advice {
  /** What a run does, as a verb phrase: "reconcile …". */
  readonly auto?: string
  readonly manual?: string
  readonly none?: string
}

const advice: { readonly [reason in Reason]: Advice } = {
  no_entry: { auto: `adds an entry with "enabled": false` },
  key_not_object: {
    manual: "In config.json the key holds something else than settings; rename it or the plugin."
  },
  system_key: { manual: "The key is LEDMatrix's own; give the plugin another id." },
  settings_kept: {
    none: "You removed the plugin and kept its settings; delete the entry if you no longer want them."
  },
  set_aside_copy: { auto: "puts the copy back that an interrupted operation set aside" },
  directory_name: {
    manual: "Move the settings to the key named here, and delete this entry.",
    none: "LEDMatrix wrote this empty entry under the directory's name; it can be deleted."
  },
  recently_uninstalled: {
    manual: "It was uninstalled minutes ago. Install it again, or delete the entry if it should stay away."
  },
  unrecoverable: {
    manual: "Reinstalling failed for good. Delete the entry, or try again with reconcile --force."
  },
  no_store: {
    manual: "Without a store it cannot be reinstalled; run again online, or give a registry file."
  },
  invalid_id: {
    manual: "The key is no plugin id. If it is no plugin, name it with --system-key; else delete the entry."
  },
  name_taken: { manual: "Something that is no plugin has its directory's name; move that away." },
  broken_directory: {
    manual:
      "A directory with a broken manifest stands under its other name; repair it, or use --replace-broken."
  },
  not_installed: { auto: "reinstalls it from the store" },
  config_differs: { auto: "makes both say the value that stands" },
  entry_not_writable: {
    manual: "The value belongs in config.json, where this key must not be written; correct it there."
  },
  record_version: { auto: "writes the installed version into the saved state" },
  entry_version: { none: "Nobody reads the version in config.json; it can be deleted." },
  invalid_record: { auto: "rebuilds the record from what is valid in it, the config and the manifest" },
  uninstalled_record: { auto: "removes the record" },
  orphan_record: { none: "It disturbs nobody. LEDMatrix reads it if the plugin is installed again." },
  broken_manifest: {
    auto: "sets the directory aside and reinstalls the plugin",
    manual: "Repair manifest.json, or let reconcile --replace-broken set it aside and reinstall the plugin."
  },
  duplicate_id: { manual: "Keep one of the directories, and move the others out of the plugins directory." },
  marked_on_disk: {
    manual:
      "To keep the plugin, remove its line from config/uninstalled_plugins.json before LEDMatrix starts again."
  },
  undone: {
    manual: "You undid its repair. Change one of its sources, or let reconcile --force repair it again."
  },
  enabled_not_boolean: { manual: `Set "enabled" to true or false in config.json.` }
}

/** What happens next with a finding, or what a person has to do. */
export const whatNext = ({ expected_state, fix_action, outcome, reason }: ReportedFinding): string => {
  const { auto, manual, none } = advice[reason]
  switch (outcome.status) {
    case "planned":
      if (reason === "config_differs")
        return `reconcile sets both to ${JSON.stringify(expected_state["enabled"])}.`
      return auto === undefined ? "reconcile repairs it." : `reconcile ${auto}.`
    case "fixed":
      return "Done."
    case "failed":
      return outcome.error === undefined
        ? "The repair failed."
        : `${outcome.error.message}. ${
            outcome.error.kind === "transient"
              ? "The next run tries again."
              : "Trying again does not help until this changes."
          }`
    case "manual":
      return manual ?? (fix_action === "auto_fix" ? "The repair failed." : "A person has to decide.")
    case "informational":
      return none ?? "Nothing to do."
  }
}
