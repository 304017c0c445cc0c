/** An installed plugin: LEDMatrix's fields, and what the other sources and the last pass say of it. */
import { Schema } from "effect"
import { BackOff, ReportedFinding } from "./named.ts"
import { ErrorInfo, Runtime } from "./runtime.ts"

const orUnknown = <S extends Schema.Top>(schema: S) => Schema.NullOr(schema)

/** `null` is for what is not known: nothing says it, or the source that would could not be read. */
export const InstalledPluginDocument = Schema.Struct({
  id: Schema.String,
  name: Schema.String,
  version: Schema.String,
  /** By the registry's copy on this machine; empty where that does not list it. */
  latest_version: Schema.String,
  update_available: Schema.Boolean,
  author: Schema.String,
  category: Schema.String,
  description: Schema.String,
  tags: Schema.Array(Schema.String),
  enabled: orUnknown(Schema.Boolean),
  verified: Schema.Boolean,
  loaded: orUnknown(Schema.Boolean),
  /** LEDMatrix's word for how it runs; null where LEDMatrix does not run it, or cannot be asked. */
  state: orUnknown(Schema.String),
  error_info: orUnknown(ErrorInfo),
  /** The version that LEDMatrix's display runs. */
  loaded_version: orUnknown(Schema.String),
  /** Seconds since the epoch. */
  loaded_at: orUnknown(Schema.Finite),
  icon: orUnknown(Schema.String),
  /** The manifest's. */
  display_modes: Schema.Array(Schema.String),
  last_updated: orUnknown(Schema.String),
  last_commit: orUnknown(Schema.String),
  last_commit_message: orUnknown(Schema.String),
  branch: orUnknown(Schema.String),
  web_ui_actions: Schema.Array(Schema.Json),
  /** A setting of the plugin: settings are never sent. */
  vegas_mode: Schema.Null,
  vegas_content_type: Schema.Null,
  vegas_participation: Schema.Null,
  vegas_participation_source: Schema.Null,
  /** Name of its directory in the plugins directory. */
  directory: Schema.String,
  in_config: orUnknown(Schema.Boolean),
  /** Its record, as far as it can be used. */
  saved_state: orUnknown(
    Schema.Struct({
      status: orUnknown(Schema.String),
      enabled: orUnknown(Schema.Boolean),
      version: orUnknown(Schema.String)
    })
  ),
  /** A copy of it that an interrupted operation set aside. */
  set_aside: orUnknown(Schema.String),
  /** Marked as uninstalled although it is there. */
  uninstalled: orUnknown(Schema.Boolean),
  git: orUnknown(
    Schema.Struct({
      branch: orUnknown(Schema.String),
      commit: orUnknown(Schema.String),
      date: orUnknown(Schema.String),
      remote: orUnknown(Schema.String)
    })
  ),
  suspended: Schema.Boolean,
  back_off: orUnknown(BackOff),
  /** Of the last pass. */
  findings: Schema.Array(ReportedFinding)
})
export type InstalledPluginDocument = typeof InstalledPluginDocument.Type

/** All installed plugins, sorted by id, and the display that says what it runs of them. */
export const InstalledPlugins = Schema.Struct({
  plugins: Schema.Array(InstalledPluginDocument),
  runtime: Runtime
})
