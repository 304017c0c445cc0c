/** What each cause of a finding means and what can be done about it: the one table that every shell speaks from. */
import type { Reason } from "./Finding.ts"

/**
 * What a person can have done about a finding; each shell renders it in its own way, as a command or as a button.
 * `force`: everything is tried again, also unrecoverable plugins and undone repairs; `replace`: broken plugins are
 * set aside and installed anew; `forget`: settings and saved state of a plugin that is not there are removed. What a
 * finding leaves to a choice stands in the finding itself.
 */
export type Remedy = "force" | "replace" | "install" | "forget" | "uninstall" | "enable" | "disable"

/** A cause of findings in words for people. */
export interface ReasonWords {
  /** What is wrong with the plugin: one sentence without its full stop. */
  readonly meaning: string
  /** What a run does about it, where one can: the words that follow "the repair". */
  readonly repair?: string
  /** What a person can do or has to know, where no run repairs it: whole sentences. */
  readonly advice?: string
  /** What of that this program can do when it is asked to, the likeliest first. */
  readonly remedies?: ReadonlyArray<Remedy>
}

/** The words for each cause. */
export const reasons: { readonly [reason in Reason]: ReasonWords } = {
  no_entry: {
    meaning: "It is installed, but the settings do not know it",
    repair: 'adds an entry with "enabled": false'
  },
  key_not_object: {
    meaning: "Something else stands in its place in the settings",
    advice:
      "In config.json its key holds no settings but another value. Replace that by an object, or rename the key."
  },
  system_key: {
    meaning: "Its name belongs to LEDMatrix itself",
    advice: "LEDMatrix uses this key for its own settings. The plugin needs another id."
  },
  settings_kept: {
    meaning: "It was uninstalled, and its settings were kept",
    advice: "That is as you wanted it. Install it again to use them, or remove them.",
    remedies: ["install", "forget"]
  },
  set_aside_copy: {
    meaning: "It is gone, but an interrupted operation left a copy",
    repair: "puts the copy back that an interrupted operation set aside"
  },
  directory_name: {
    meaning: "Its settings stand under the name of another plugin's directory",
    advice:
      "If LEDMatrix wrote it as an empty entry, just delete it. If the key that is named here holds settings already, move these into it. Else rename this key, which keeps them."
  },
  recently_uninstalled: {
    meaning: "It was uninstalled minutes ago, and its settings are still there",
    advice: "Install it again, or remove its settings if it should stay away.",
    remedies: ["install", "forget"]
  },
  unrecoverable: {
    meaning: "It is not installed, and installing it failed for good",
    advice: "Try again if something has changed, or remove its settings.",
    remedies: ["force", "forget"]
  },
  not_in_registry: {
    meaning: "It is not installed, and the store does not have it",
    advice:
      "If it is no plugin, name the key under system_keys in data/reconciler/settings.json. Else remove its settings.",
    remedies: ["forget"]
  },
  newer_ledmatrix_needed: {
    meaning: "It is not installed, and what the store has is not for this LEDMatrix",
    advice: "Update LEDMatrix, and it is installed then; or remove its settings.",
    remedies: ["forget"]
  },
  wrong_key: {
    meaning: "Its settings stand under a name that is not the plugin's",
    advice:
      "If the right key holds settings already, move these into it. Else rename this key, which keeps them."
  },
  no_store: {
    meaning: "It is not installed, and there is no store to get it from",
    advice: "Run this program with network, or with a registry file; or remove its settings.",
    remedies: ["forget"]
  },
  invalid_id: {
    meaning: "Its key in the settings cannot be a plugin's name",
    advice:
      "If it is no plugin, name the key under system_keys in data/reconciler/settings.json. Else delete the entry."
  },
  name_taken: {
    meaning: "Something that is no plugin stands in its place",
    advice: "A file or directory in the plugins directory has its name. Move that away."
  },
  broken_directory: {
    meaning: "A broken plugin stands under its other name",
    advice: "Repair that plugin's manifest.json, or have it set aside and installed anew.",
    remedies: ["replace"]
  },
  not_installed: {
    meaning: "It is in the settings, but not installed",
    repair: "reinstalls it from the store"
  },
  config_differs: {
    meaning: "Settings and saved state do not agree whether it is on",
    repair: "makes both say the value that stands"
  },
  entry_not_writable: {
    meaning: "Whether it is on cannot be written into the settings",
    advice: "Its key in config.json holds no settings, or is LEDMatrix's own. Correct it there."
  },
  not_loaded: {
    meaning: "It is switched on, but the display does not run it",
    advice:
      "LEDMatrix's display follows the settings within seconds. If it stays so, mend what its error says, and restart LEDMatrix's display."
  },
  still_loaded: {
    meaning: "It is switched off, but the display still runs it",
    advice:
      "LEDMatrix's display follows the settings within seconds. If it stays so, restart LEDMatrix's display."
  },
  record_version: {
    meaning: "The saved state has another version than the one that is installed",
    repair: "writes the installed version into the saved state"
  },
  entry_version: {
    meaning: "The settings name another version",
    advice: "LEDMatrix does not read the version in config.json; it can be deleted."
  },
  older_version_runs: {
    meaning: "The display runs another version than the one that is installed",
    advice: "Restart LEDMatrix's display: it then loads the installed version."
  },
  invalid_record: {
    meaning: "LEDMatrix cannot read its saved state",
    repair: "rebuilds the record from what is valid in it, the config and the manifest"
  },
  uninstalled_record: {
    meaning: "It was uninstalled, but the saved state still has it",
    repair: "removes the record"
  },
  orphan_record: {
    meaning: "Only the saved state knows it",
    advice: "That does no harm. LEDMatrix reads it if the plugin is installed again."
  },
  broken_manifest: {
    meaning: "Its manifest.json cannot be read",
    repair: "sets the directory aside and reinstalls the plugin",
    advice: "Repair the file, or have the plugin set aside and installed anew.",
    remedies: ["replace"]
  },
  duplicate_id: {
    meaning: "It is installed twice",
    advice: "Keep one of the directories; the others are set aside, where LEDMatrix does not look."
  },
  marked_on_disk: {
    meaning: "LEDMatrix will delete it at its next start",
    advice:
      "It is installed, and config/uninstalled_plugins.json lists it as uninstalled. Keep it or uninstall it before LEDMatrix starts again.",
    remedies: ["uninstall"]
  },
  enabled_not_boolean: {
    meaning: "It is not clear whether it should be on",
    advice: 'Its "enabled" in config.json is neither true nor false. Switch it on or off.',
    remedies: ["enable", "disable"]
  },
  desired_missing: {
    meaning: "The desired state wants it, and it is not installed",
    repair: "installs it from the store",
    advice: "The cause says what stands in the way. Remove that, or take the plugin out of the document.",
    remedies: ["force"]
  },
  desired_version: {
    meaning: "The desired state wants another version of it",
    repair: "fetches that version from the store; the present one is kept for undo",
    advice: "The cause says what stands in the way. Remove that, or name another version in the document.",
    remedies: ["force"]
  },
  desired_enabled: {
    meaning: "The desired state wants it switched otherwise",
    repair: "sets enabled as the document says"
  },
  desired_settings: {
    meaning: "The desired state wants other settings of it",
    repair: "changes those settings that the document names, and no other"
  },
  desired_absent: {
    meaning: "The desired state wants it away",
    repair: "uninstalls it; its settings are kept unless the document removes them",
    advice:
      "The cause says what stands in the way of uninstalling it. Remove that first; what comes with LEDMatrix or is local_only is uninstalled on the sign itself."
  },
  not_desired: {
    meaning: "It is installed, and the desired state does not name it",
    repair: "disables or uninstalls it, as the document says of others",
    advice: "The cause says what stands in the way of uninstalling it. Remove that first."
  },
  version_not_offered: {
    meaning: "The desired state wants a version that the store does not offer",
    advice: "Name a version in the document that the store has, or latest."
  },
  undone: {
    meaning: "You undid its repair",
    advice: "It stays as it is until something about it changes, or you have it repaired again.",
    remedies: ["force"]
  }
}
