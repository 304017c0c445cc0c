/** The commands that are killed. */
import type { Chance } from "../../support/powerCut/seededChance.ts"
import { TARGETS } from "./world.ts"

type OfPlugin = "install" | "update" | "uninstall" | "enable" | "disable"
type OfAll = "reconcile" | "reconcile --force" | "update --all" | "undo" | "controller"

export type Verb = OfPlugin | OfAll

export type Command =
  | { readonly verb: OfPlugin; readonly id: string; readonly keepsConfig: boolean }
  | { readonly verb: OfAll; readonly id?: undefined; readonly keepsConfig?: undefined }

export const VERBS = [
  "reconcile",
  "reconcile --force",
  "install",
  "update",
  "update --all",
  "uninstall",
  "enable",
  "disable",
  "undo",
  "controller"
] as const satisfies ReadonlyArray<Verb>

/** What there is to do: an install where the plugin is gone, the rest where it is there. */
export const makeCommand = (verb: Verb, chance: Chance, gone: ReadonlyArray<string>): Command => {
  switch (verb) {
    case "install":
    case "update":
    case "uninstall":
    case "enable":
    case "disable": {
      const fits = TARGETS.filter((id) => gone.includes(id) === (verb === "install"))
      const [first, ...rest] = fits
      if (first === undefined) return makeCommand(verb === "install" ? "uninstall" : "install", chance, gone)
      const keepsConfig = verb === "uninstall" && chance.happens(0.2)
      return { verb, id: chance.pick([first, ...rest]), keepsConfig }
    }
    case "reconcile":
    case "reconcile --force":
    case "update --all":
    case "undo":
    case "controller":
      return { verb }
  }
}

export const argumentsOf = ({ id, keepsConfig, verb }: Command): ReadonlyArray<string> => {
  if (verb === "controller") return ["controller", "--port", "0", "--debounce", "50ms", "--resync", "20s"]
  const words = [...verb.split(" "), ...(id === undefined ? [] : [id])]
  return [...words, ...(keepsConfig === true ? ["--preserve-config"] : []), "--json"]
}

export const tell = ({ id = "", keepsConfig, verb }: Command): string =>
  `${verb} ${id}${keepsConfig === true ? " --preserve-config" : ""}`.trim()
