/** `data/reconciler/suspended.json`: `{everything, plugins}`, what the controller was told to leave alone. */
import { Option, Schema } from "effect"
import { Suspension } from "../../../domain/Controller.ts"
import { byCodePoint } from "../../../domain/plugin/PluginId.ts"

const decode = Schema.decodeUnknownOption(Suspension)

/** What the parsed file says; `undefined` where it is none of ours. */
export const suspensionOf = (parsed: unknown): Suspension | undefined => Option.getOrUndefined(decode(parsed))

/** The text of the file: each plugin once, sorted by code points. */
export const printSuspension = ({ everything, plugins }: Suspension): string =>
  `${JSON.stringify({ everything, plugins: [...new Set(plugins)].toSorted(byCodePoint) }, undefined, 1)}\n`
