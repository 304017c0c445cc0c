/**
 * A service's log, for machines: one line a message, as logfmt or JSON. The message is constant, what differs
 * stands under keys, and nothing that a value holds can begin a line or a key of its own.
 */
import { Logger, type LogLevel } from "effect"
import { causeLines, textOf } from "./logging.ts"
import type { LOG_FORMATS } from "../arguments/optionTable.ts"

export type LogFormat = (typeof LOG_FORMATS)[number]

/** Longer values are cut: journald splits long lines, and the rest would look like a line of its own. */
const VALUE_LENGTH_MAX = 4000

type Value = string | number | boolean | null

type Fields = { readonly [key: string]: Value }

const isFields = (part: unknown): part is { readonly [key: string]: unknown } =>
  typeof part === "object" && part !== null && Object.getPrototypeOf(part) === Object.prototype

const valueOf = (value: unknown): Value => {
  if (typeof value === "number" || typeof value === "boolean" || value === null) return value
  const text = textOf(value)
  return text.length > VALUE_LENGTH_MAX ? `${text.slice(0, VALUE_LENGTH_MAX)}…` : text
}

const fieldsOf = (data: { readonly [key: string]: unknown }): Fields =>
  Object.fromEntries(
    Object.entries(data).flatMap(([key, value]) => (value === undefined ? [] : [[key, valueOf(value)]]))
  )

interface LineOptions {
  readonly format: LogFormat
  /** The program that takes the lines notes the time anyway. */
  readonly timestamps: boolean
  readonly tracing: boolean
}

/** What stands in each line, in its order. Data that is named like it gives way. */
const entry = (logged: Logger.Options<unknown>, { timestamps, tracing }: LineOptions): Fields => {
  const { annotations, level, timestamp } = Logger.formatStructured.log(logged)
  const parts: ReadonlyArray<unknown> = Array.isArray(logged.message) ? logged.message : [logged.message]
  const cause = causeLines(logged.cause, tracing).join("\n")
  const always = {
    ...(timestamps ? { timestamp } : {}),
    level: level.toLowerCase(),
    message: valueOf(
      parts
        .filter((part) => !isFields(part))
        .map(textOf)
        .join(" ")
    )
  }
  return {
    ...always,
    ...fieldsOf(annotations),
    ...fieldsOf(Object.assign({}, ...parts.filter(isFields))),
    ...(cause === "" ? {} : { cause: valueOf(cause) }),
    ...always
  }
}

/** Neither seen nor meant to be: see `safeText`, whose spelling JSON does not know. */
const UNSEEN = /[\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]/gu

const unicodeEscape = (character: string): string =>
  Array.from(
    { length: character.length },
    (_, at) => `\\u${character.charCodeAt(at).toString(16).padStart(4, "0")}`
  ).join("")

const quoted = (value: unknown): string => JSON.stringify(value).replaceAll(UNSEEN, unicodeEscape)

/** What needs no quotes. */
const PLAIN = /^[^\s"=\\\p{Cc}\p{Cf}\p{Zl}\p{Zp}\p{Cs}]+$/u

const NOT_IN_KEYS = /[^\p{L}\p{N}_.-]/gu

const logfmt = (fields: Fields): string =>
  Object.entries(fields)
    .map(([key, value]) => {
      const text = String(value)
      return `${key.replaceAll(NOT_IN_KEYS, "_")}=${PLAIN.test(text) ? text : quoted(text)}`
    })
    .join(" ")

export const lineLogger = (options: LineOptions): Logger.Logger<unknown, string> =>
  Logger.make((logged) => {
    const fields = entry(logged, options)
    return options.format === "json" ? quoted(fields) : logfmt(fields)
  })

/** See `sd-daemon(3)`: journald takes such a prefix off, and can then show warnings alone. */
const PRIORITY: { readonly [level in LogLevel.LogLevel]: number } = {
  All: 7,
  Trace: 7,
  Debug: 7,
  Info: 6,
  Warn: 4,
  Error: 3,
  Fatal: 2,
  None: 6
}

export const withPriority = (lines: Logger.Logger<unknown, string>): Logger.Logger<unknown, string> =>
  Logger.make((logged) => `<${PRIORITY[logged.logLevel]}>${lines.log(logged)}`)
