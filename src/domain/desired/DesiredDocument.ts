/** What signs should be: the document as it is written, and what of it means one sign. */
import type { JsonValue } from "../../json/JsonValue.ts"

/** What `schema` says in a document. */
export const DESIRED_SCHEMA = "ledmatrix-desired/1"

/** What a document may hold at most. */
export const DESIRED_LIMITS = { bytes: 1_048_576, plugins: 1000, signs: 50_000, nameLength: 253 } as const

/** What becomes of installed plugins that a document does not name. */
export const OTHERS = ["keep", "disable", "remove"] as const
/** What becomes of plugins that are not named: they stay, are switched off, or go. */
export type DesiredOthers = (typeof OTHERS)[number]

/** A merge patch of a plugin's settings (RFC 7396). */
export type SettingsPatch = { readonly [key: string]: JsonValue }

/** What one layer of a document says of a plugin; a field that is absent says nothing. */
export interface DesiredFields {
  /** Exactly this version, or `latest`. */
  readonly version?: string
  readonly enabled?: boolean
  readonly absent?: boolean
  /** `null` removes all settings. */
  readonly settings?: SettingsPatch | null
}

export type DesiredPlugins = ReadonlyMap<string, DesiredFields>

export interface DesiredPart {
  readonly groups: ReadonlyArray<string>
  readonly plugins: DesiredPlugins
}

/** A whole document that was accepted. */
export interface DesiredDocument {
  readonly plugins: DesiredPlugins
  readonly groups: ReadonlyMap<string, DesiredPlugins>
  readonly signs: ReadonlyMap<string, DesiredPart>
  readonly others: DesiredOthers
  /** Of all signs, the part that takes this revision: 0 to 1. */
  readonly share: number
  readonly serial: number | undefined
}

/** Which part of a document says it: `all`, `group NAME` or `sign NAME`. */
export type DesiredLayer = string

/** One value with the layer that says it. */
export interface DesiredValue<A> {
  readonly value: A
  readonly layer: DesiredLayer
}

/** What a document wants of one plugin of one sign. */
export interface DesiredPlugin {
  readonly version: DesiredValue<string> | undefined
  readonly enabled: DesiredValue<boolean> | undefined
  readonly absent: DesiredValue<boolean> | undefined
  /** Patches in the order in which they are merged into the settings. */
  readonly settings: ReadonlyArray<DesiredValue<SettingsPatch | null>>
}

/** What one sign should be, by one revision of a document. */
export interface DesiredSign {
  /** The document's file or address, without credentials. */
  readonly document: string
  /** sha256 of the document's bytes, hexadecimal. */
  readonly revision: string
  readonly sign: string
  readonly plugins: ReadonlyMap<string, DesiredPlugin>
  readonly others: DesiredOthers
}
