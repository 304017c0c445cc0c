/** Typed values out of parsed JSON. The first fault ends the reading; it names its path and what would be right. */
import { Result } from "effect"
import { isJsonObject, type JsonObject } from "../../json/JsonValue.ts"
import { nearest } from "../text/nearest.ts"

/** What is wrong at a path. */
export interface Fault {
  readonly path: ReadonlyArray<string>
  readonly problem: string
}

export type ReadResult<A> = Result.Result<A, Fault>

type Path = ReadonlyArray<string>

/** Reads one member of an object, whose path is given. */
export type Reader<A> = (value: unknown, path: Path) => ReadResult<A>

export const fault = (path: Path, problem: string): ReadResult<never> => Result.fail({ path, problem })

/** The kind of a value: it may be a secret and is not shown. */
const kindOf = (value: unknown): string =>
  value === null
    ? "null"
    : Array.isArray(value)
      ? "an array"
      : typeof value === "object"
        ? "an object"
        : typeof value === "boolean"
          ? String(value)
          : `a ${typeof value}`

export const wrongType = (path: Path, value: unknown, right: string): ReadResult<never> =>
  fault(path, `it is ${kindOf(value)}, and has to be ${right}`)

/** `did you mean …?`, where something is near, else which there are, unless these are many. */
export const orRather = (word: string, known: ReadonlyArray<string>): string => {
  const near = nearest(word, known)
  if (near !== undefined) return `did you mean ${JSON.stringify(near)}?`
  return known.length > 12 || known.length === 0 ? "" : `there is ${known.join(", ")}`
}

/** Text and, where there is one, a hint behind it. */
export const withHint = (text: string, hint: string): string => (hint === "" ? text : `${text}; ${hint}`)

export const boolean: Reader<boolean> = (value, path) =>
  typeof value === "boolean" ? Result.succeed(value) : wrongType(path, value, "true or false")

export const text =
  (right: string, is: (text: string) => boolean): Reader<string> =>
  (value, path) =>
    typeof value !== "string"
      ? wrongType(path, value, right)
      : is(value)
        ? Result.succeed(value)
        : fault(path, `${JSON.stringify(value.slice(0, 80))} is not ${right}`)

export const number =
  (right: string, is: (number: number) => boolean): Reader<number> =>
  (value, path) =>
    typeof value === "number" && is(value) ? Result.succeed(value) : wrongType(path, value, right)

/** An object with no other fields than these. */
export const knownFields =
  (known: ReadonlyArray<string>): Reader<JsonObject> =>
  (value, path) => {
    if (!isJsonObject(value)) return wrongType(path, value, "an object")
    const unknown = Object.keys(value).find((key) => !known.includes(key))
    return unknown === undefined
      ? Result.succeed(value)
      : fault([...path, unknown], withHint("there is no such field", orRather(unknown, known)))
  }

/** A field that may be absent. */
export const optional = <A, B>(
  members: JsonObject,
  name: string,
  path: Path,
  read: Reader<A>,
  absent: B
): ReadResult<A | B> =>
  Object.hasOwn(members, name) ? read(members[name], [...path, name]) : Result.succeed(absent)

/** An object whose keys are names. `name` says what is wrong with one. */
export const mapOf =
  <A>(name: (key: string) => string | undefined, read: Reader<A>): Reader<ReadonlyMap<string, A>> =>
  (value, path) => {
    if (!isJsonObject(value)) return wrongType(path, value, "an object")
    const all = new Map<string, A>()
    for (const key of Object.keys(value)) {
      const problem = name(key)
      if (problem !== undefined) return fault([...path, key], problem)
      const one = read(value[key], [...path, key])
      if (Result.isFailure(one)) return Result.fail(one.failure)
      all.set(key, one.success)
    }
    return Result.succeed(all)
  }

export const arrayOf =
  <A>(read: Reader<A>): Reader<ReadonlyArray<A>> =>
  (value, path) => {
    if (!Array.isArray(value)) return wrongType(path, value, "an array")
    return Result.all(value.map((item: unknown, at) => read(item, [...path, String(at)])))
  }
