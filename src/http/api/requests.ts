/** The bodies of requests. LEDMatrix's clients send booleans as texts too. */
import { Schema, SchemaTransformation } from "effect"
import { PluginId } from "../../domain/schemas.ts"

const ON = /^(?:true|1|on|yes)$/iu

/** Spelt out, because a document cannot say that case does not matter. */
const BooleanText = Schema.String.check(
  Schema.isPattern(/^(?:[Tt]rue|TRUE|1|[Oo]n|ON|[Yy]es|YES|[Ff]alse|FALSE|0|[Oo]ff|OFF|[Nn]o|NO)$/u, {
    message: "true or false"
  })
)

/** A boolean, or a text or a number that means one. */
export const LooseBoolean = Schema.Union([Schema.Boolean, Schema.Literals([0, 1]), BooleanText]).pipe(
  Schema.decodeTo(
    Schema.Boolean,
    SchemaTransformation.transform({
      decode: (given) => (typeof given === "string" ? ON.test(given) : Boolean(given)),
      encode: (on): boolean | 0 | 1 | string => on
    })
  )
)

/** As forms have it: an unchecked box is an empty text. */
const FormBoolean = Schema.Union([BooleanText, Schema.Literal("")]).pipe(
  Schema.decodeTo(
    Schema.Boolean,
    SchemaTransformation.transform({
      decode: (given: string) => ON.test(given),
      encode: (on): string => (on ? "true" : "false")
    })
  )
)

/** Body of `POST /plugins/state/reconcile`; no field is needed. */
export const ReconcileRequest = Schema.Struct({
  /** Empties the set of unrecoverable plugins, and asks the registry afresh. */
  force: Schema.optionalKey(LooseBoolean),
  /** Sets broken plugin directories and an unparseable saved state aside, and makes them anew. */
  replace_broken: Schema.optionalKey(LooseBoolean)
})

/** Body of `POST /plugins/update`. */
export const PluginRequest = Schema.Struct({ plugin_id: PluginId })

/** Body of `POST /system/action`: LEDMatrix has more actions, and this program just one. */
export const ActionRequest = Schema.Struct({ action: Schema.Literal("restart_display_service") })

/** Body of `POST /resolve`. */
export const ResolveRequest = Schema.Struct({
  /** A plugin's id, or `config/config.json`. */
  target: Schema.String,
  /** One of those that the finding names; without it, where there is just one. */
  choice: Schema.optionalKey(Schema.NullOr(Schema.String))
})

/** Body of `POST /plugins/install`. */
export const InstallRequest = Schema.Struct({
  plugin_id: PluginId,
  branch: Schema.optionalKey(
    Schema.NullOr(Schema.String).annotate({
      description: "Not heeded: a plugin comes from where the registry says. LEDMatrix's clients send it."
    })
  )
})

/** Body of `POST /plugins/uninstall`; without `preserve_config` the settings are removed. */
export const UninstallRequest = Schema.Struct({
  plugin_id: PluginId,
  preserve_config: Schema.optionalKey(LooseBoolean)
})

/** Body of `POST /plugins/toggle`. */
export const ToggleRequest = Schema.Struct({ plugin_id: PluginId, enabled: LooseBoolean })

/** Of a form and of a query: without `enabled` it is off. */
export const ToggleForm = Schema.Struct({ plugin_id: PluginId, enabled: Schema.optionalKey(FormBoolean) })

/** One plugin, or everything. */
export const ScopeRequest = Schema.Struct({ plugin_id: Schema.optionalKey(PluginId) })

/** Body of `POST /desired/pause`; without `for_seconds` it is paused until it is resumed. */
export const PauseRequest = Schema.Struct({
  for_seconds: Schema.optionalKey(Schema.Finite.check(Schema.isBetween({ minimum: 1, maximum: 31_536_000 })))
})

const notHeeded = Schema.optionalKey(
  Schema.Json.annotate({
    description: "Not heeded: the registry says what it says. LEDMatrix's clients send it."
  })
)

/** Body of `POST /plugins/store/refresh`; no field is needed. */
export const RefreshRequest = Schema.Struct({
  fetch_commit_info: notHeeded,
  /** As older clients spell it. */
  fetch_latest_versions: notHeeded
})
