/** Every cause of a finding in words for the owner of a sign: what is wrong, and what comes of it. */
import type { Reason } from "../../domain/findings/Finding.ts"

export interface Words {
  /** What is wrong, in one line. */
  readonly what: string
  /** What the repair does. */
  readonly repair?: string
  /** What somebody has to do, or what there is to know. */
  readonly advice?: string
}

export const plainWords: { readonly [reason in Reason]: Words } = {
  no_entry: {
    what: "It is installed, but the settings do not know it",
    repair: "It gets an entry in the settings, switched off. Switch it on when you want it."
  },
  key_not_object: {
    what: "Something else stands in its place in the settings",
    advice:
      "In config.json its key holds no settings but another value. Replace that by an object, or rename the key."
  },
  system_key: {
    what: "Its name belongs to LEDMatrix itself",
    advice: "LEDMatrix uses this key for its own settings. The plugin needs another id."
  },
  settings_kept: {
    what: "It was uninstalled, and its settings were kept",
    advice: "That is as you wanted it. Install it again to use them, or remove them."
  },
  set_aside_copy: {
    what: "It is gone, but an interrupted operation left a copy",
    repair: "The copy is put back. Nothing is downloaded."
  },
  directory_name: {
    what: "Its settings stand under the name of another plugin's directory",
    advice: "Move the settings to the key that is named here, and delete this one."
  },
  recently_uninstalled: {
    what: "It was uninstalled minutes ago, and its settings are still there",
    advice: "Install it again, or remove its settings if it should stay away."
  },
  unrecoverable: {
    what: "It is not installed, and installing it failed for good",
    advice: "Try again if something has changed, or remove its settings."
  },
  no_store: {
    what: "It is not installed, and there is no store to get it from",
    advice: "The controller was started without network. Start it online, or with a registry file."
  },
  invalid_id: {
    what: "Its key in the settings cannot be a plugin's name",
    advice: "If it is no plugin, start the controller with --system-key and this key. Else delete the entry."
  },
  name_taken: {
    what: "Something that is no plugin stands in its place",
    advice: "A file or folder in the plugins directory has its name. Move that away."
  },
  broken_directory: {
    what: "A broken plugin stands under its other name",
    advice: "Repair that plugin's manifest.json, or have it set aside and installed anew."
  },
  not_installed: {
    what: "It is in the settings, but not installed",
    repair: "It is installed from the store. Its settings stay as they are."
  },
  config_differs: {
    what: "Settings and saved state do not agree whether it is on",
    repair: "The side that changed last stands, the other follows."
  },
  entry_not_writable: {
    what: "Whether it is on cannot be written into the settings",
    advice: "Its key in config.json holds no settings, or is LEDMatrix's own. Correct it there."
  },
  record_version: {
    what: "The saved state has an old version number",
    repair: "The saved state takes the version that is installed."
  },
  entry_version: {
    what: "The settings name another version",
    advice: "Nobody reads it. Delete it if it bothers you."
  },
  invalid_record: {
    what: "LEDMatrix cannot read its saved state",
    repair: "It is rebuilt from what is still valid in it, the settings and the installed files."
  },
  uninstalled_record: {
    what: "It was uninstalled, but the saved state still has it",
    repair: "What is left of it in the saved state is removed."
  },
  orphan_record: {
    what: "Only the saved state knows it",
    advice: "That does no harm. LEDMatrix reads it if the plugin is installed again."
  },
  broken_manifest: {
    what: "Its manifest.json cannot be read, so LEDMatrix cannot load it",
    repair: "The broken plugin is set aside and installed anew.",
    advice: "Repair the file, or have the plugin set aside and installed anew."
  },
  duplicate_id: {
    what: "It is installed twice",
    advice: "Keep one of the two directories, and move the other out of the plugins directory."
  },
  marked_on_disk: {
    what: "LEDMatrix will delete it at its next start",
    advice:
      "It is installed, and listed as uninstalled. Keep it or uninstall it before LEDMatrix starts again."
  },
  enabled_not_boolean: {
    what: "Nobody can tell whether it should be on",
    advice: "“enabled” in its settings is neither true nor false. Switch it on or off."
  },
  undone: {
    what: "You undid its repair",
    advice: "It stays as it is until something about it changes, or you have it repaired again."
  }
}
