/** LEDMatrix's display, as LEDMatrix's API shows it. */
import { Schema } from "effect"
import { DISPLAY_STATUSES } from "../../domain/sources/Display.ts"

/** How far what the display published can be believed; `unknown` where LEDMatrix publishes nothing. */
export const Runtime = Schema.Struct({
  /** Only a `live` one says anything about a plugin. */
  status: Schema.Literals(DISPLAY_STATUSES),
  /** Seconds since the epoch. */
  published_at: Schema.NullOr(Schema.Finite),
  age_seconds: Schema.NullOr(Schema.Finite),
  stale_after: Schema.Finite,
  heartbeat_age_seconds: Schema.NullOr(Schema.Finite),
  /** `web`: as LEDMatrix's web service told it. */
  source: Schema.Literals(["cache", "web"])
})
export type Runtime = typeof Runtime.Type

/** Why a plugin does not run. */
export const ErrorInfo = Schema.Struct({
  type: Schema.NullOr(Schema.String),
  message: Schema.String,
  /** Seconds since the epoch. */
  at: Schema.NullOr(Schema.Finite),
  /** Whether LEDMatrix tries it again by itself. */
  recoverable: Schema.Boolean,
  /** The message under the name that it had before 3.8.0. */
  error: Schema.String
})
export type ErrorInfo = typeof ErrorInfo.Type
