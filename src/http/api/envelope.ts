/** LEDMatrix's envelope: what every response under `/api/v3` is wrapped in, success or error. */
import { Schema } from "effect"

/** Data in the envelope of success, with or without a sentence about it. */
export const success = <S extends Schema.Top>(data: S) =>
  Schema.Struct({
    status: Schema.tag("success"),
    data,
    message: Schema.optionalKey(Schema.String)
  })

/** A response that says what was done, and nothing else. */
export const StatusMessage = Schema.Struct({ status: Schema.tag("success"), message: Schema.String })

/** LEDMatrix's codes, and the names of statuses in capitals, as its router writes them. */
export const ErrorCode = Schema.Literals([
  "CONFIG_SAVE_FAILED",
  "CONFIG_LOAD_FAILED",
  "PLUGIN_NOT_FOUND",
  "PLUGIN_INSTALL_FAILED",
  "PLUGIN_UPDATE_FAILED",
  "PLUGIN_UNINSTALL_FAILED",
  "PLUGIN_OPERATION_CONFLICT",
  "VALIDATION_ERROR",
  "INVALID_INPUT",
  "NETWORK_ERROR",
  "SYSTEM_ERROR",
  "SERVICE_UNAVAILABLE",
  "INTERNAL_ERROR",
  "UNAUTHORIZED",
  "FORBIDDEN",
  "NOT_FOUND",
  "METHOD_NOT_ALLOWED",
  "REQUEST_ENTITY_TOO_LARGE",
  "UNSUPPORTED_MEDIA_TYPE"
])
export type ErrorCode = typeof ErrorCode.Type

/** LEDMatrix's categories of errors; each code has one. */
export const ErrorCategory = Schema.Literals([
  "configuration",
  "plugin",
  "validation",
  "network",
  "permission",
  "system",
  "unknown"
])
export type ErrorCategory = typeof ErrorCategory.Type

/** One thing that is wrong with a request: where, outermost first, and what. */
export const Issue = Schema.Struct({
  path: Schema.Array(Schema.Union([Schema.String, Schema.Int])),
  message: Schema.String
})
export type Issue = typeof Issue.Type

const fields = {
  status: Schema.tag("error"),
  error_code: ErrorCode,
  /** Only of LEDMatrix before 3.5.0. */
  error_category: Schema.optionalKey(ErrorCategory),
  message: Schema.String,
  details: Schema.optionalKey(Schema.String),
  /** For programs: `errors` of a request that does not decode, `code` of what went wrong beneath. */
  context: Schema.optionalKey(Schema.Record(Schema.String, Schema.Json)),
  suggested_fixes: Schema.optionalKey(Schema.Array(Schema.String))
}

/** Named, so that the document says each of them once. */
const body = (identifier: string) => Schema.Struct(fields).annotate({ identifier })

/** What an error says, without its status. */
export interface Complaint {
  readonly error_code: ErrorCode
  readonly error_category?: ErrorCategory
  readonly message: string
  readonly details?: string
  readonly context?: { readonly [name: string]: Schema.Json }
  readonly suggested_fixes?: ReadonlyArray<string>
}

// LEDMatrix's envelope has no `_tag`, and `Schema.TaggedError` would send one. So only the classes have it.

/** 400: the request does not decode, or makes no sense. `context.errors` says where. */
export class BadRequest extends Schema.Error<BadRequest>("BadRequest")(body("BadRequestError"), {
  httpApiStatus: 400
}) {
  readonly _tag = "BadRequest"
}

/** 401: the token is missing or wrong. */
export class Unauthorized extends Schema.Error<Unauthorized>("Unauthorized")(body("UnauthorizedError"), {
  httpApiStatus: 401
}) {
  readonly _tag = "Unauthorized"
}

/** 403: the address, the host or the origin of the request is not allowed. */
export class Forbidden extends Schema.Error<Forbidden>("Forbidden")(body("ForbiddenError"), {
  httpApiStatus: 403
}) {
  readonly _tag = "Forbidden"
}

/** 404: no such route, plugin, run or operation. */
export class NotFound extends Schema.Error<NotFound>("NotFound")(body("NotFoundError"), {
  httpApiStatus: 404
}) {
  readonly _tag = "NotFound"
}

/** 409: the plugin has an operation that has not ended, or what is asked for does not fit what is there. */
export class Conflict extends Schema.Error<Conflict>("Conflict")(body("ConflictError"), {
  httpApiStatus: 409
}) {
  readonly _tag = "Conflict"
}

/** 413: the body is larger than the controller takes. */
export class TooLarge extends Schema.Error<TooLarge>("TooLarge")(body("TooLargeError"), {
  httpApiStatus: 413
}) {
  readonly _tag = "TooLarge"
}

/** 415: the body is no JSON. */
export class UnsupportedMediaType extends Schema.Error<UnsupportedMediaType>("UnsupportedMediaType")(
  body("UnsupportedMediaTypeError"),
  { httpApiStatus: 415 }
) {
  readonly _tag = "UnsupportedMediaType"
}

/**
 * 500: the operation was begun and failed, or the program has a fault. `context.code` is the code of
 * docs/errors.md.
 */
export class ServerFault extends Schema.Error<ServerFault>("ServerFault")(body("ServerFaultError"), {
  httpApiStatus: 500
}) {
  readonly _tag = "ServerFault"
}

/** 503: a source cannot be read, the lock is held, or the controller is stopping. Ask again later. */
export class Unavailable extends Schema.Error<Unavailable>("Unavailable")(body("UnavailableError"), {
  httpApiStatus: 503
}) {
  readonly _tag = "Unavailable"
}

const CATEGORIES: { readonly [code in ErrorCode]: ErrorCategory } = {
  CONFIG_SAVE_FAILED: "configuration",
  CONFIG_LOAD_FAILED: "configuration",
  PLUGIN_NOT_FOUND: "plugin",
  PLUGIN_INSTALL_FAILED: "plugin",
  PLUGIN_UPDATE_FAILED: "plugin",
  PLUGIN_UNINSTALL_FAILED: "plugin",
  PLUGIN_OPERATION_CONFLICT: "plugin",
  VALIDATION_ERROR: "validation",
  INVALID_INPUT: "validation",
  NETWORK_ERROR: "network",
  SYSTEM_ERROR: "system",
  SERVICE_UNAVAILABLE: "system",
  INTERNAL_ERROR: "system",
  UNAUTHORIZED: "permission",
  FORBIDDEN: "permission",
  NOT_FOUND: "validation",
  METHOD_NOT_ALLOWED: "validation",
  REQUEST_ENTITY_TOO_LARGE: "validation",
  UNSUPPORTED_MEDIA_TYPE: "validation"
}

/** The content of an error, with the category that its code has. */
export const complaint = (
  error_code: ErrorCode,
  message: string,
  more: Pick<Complaint, "details" | "context" | "suggested_fixes"> = {}
): Complaint => ({ error_code, error_category: CATEGORIES[error_code], message, ...more })

/** How an operation that was asked for may fail. */
export const operationErrors = [BadRequest, NotFound, Conflict, ServerFault, Unavailable] as const
