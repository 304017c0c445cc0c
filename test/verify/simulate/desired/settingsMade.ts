/** What documents and their owner's hand may make of a plugin's settings: each setting has one of the values that it was given. */
import { mergePatch } from "../../../../src/json/editing/mergePatch.ts"
import { isJsonObject, isJsonValue, type JsonValue } from "../../../../src/json/JsonValue.ts"

export type Patch = { readonly [name: string]: JsonValue }

const spelled = (value: unknown): string | undefined => JSON.stringify(value)

/** `mayBeNew`: the entry may have been made anew, with no settings in it. */
export const settingsMade = (
  now: unknown,
  initial: unknown,
  patches: ReadonlyArray<Patch>,
  mayBeNew: boolean
): { readonly wrong: ReadonlyArray<string>; readonly names: ReadonlyArray<string> } => {
  const names = [...new Set(patches.flatMap((patch) => Object.keys(patch)))]
  const before = isJsonObject(initial) ? initial : {}
  const after = isJsonObject(now) ? now : {}
  const wrong = names.filter((name) => {
    const values = new Map<string | undefined, unknown>([[spelled(before[name]), before[name]]])
    if (mayBeNew) values.set(undefined, undefined)
    for (const patch of patches) {
      if (!Object.hasOwn(patch, name)) continue
      const reached = [...values.values()]
      for (const value of reached) {
        const base = value !== undefined && isJsonValue(value) ? { [name]: value } : {}
        const made = mergePatch(base, { [name]: patch[name] ?? null })
        const result = isJsonObject(made) ? made[name] : undefined
        values.set(spelled(result), result)
      }
    }
    return !values.has(spelled(after[name]))
  })
  return { wrong, names }
}
