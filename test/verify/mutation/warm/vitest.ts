/**
 * Stands in for `vitest` where specifications are loaded to be run many times: `it` and `describe` collect. Only
 * what the specifications of the areas use is here, and no hooks: what belongs to one stands inside it.
 */
import { format } from "node:util"
import { collect, within } from "./collected.ts"

export { assert } from "vitest"

type Body = (...given: ReadonlyArray<unknown>) => unknown

const isBody = (value: unknown): value is Body => typeof value === "function"

/** The function, whether or not options stand before it. */
const bodyIn = (given: ReadonlyArray<unknown>): Body => {
  const body = given.find(isBody)
  if (body === undefined) throw new Error("a specification without a function")
  return body
}

/** What a specification is given: nothing here ends one early. */
const context = () => ({ signal: new AbortController().signal, onTestFinished: () => undefined })

const define = (name: string, ...given: ReadonlyArray<unknown>): void => {
  const body = bodyIn(given)
  collect(name, () => body(context()))
}

const skip = (): void => undefined

/** As vitest has it: rows are spread where all of them are lists. */
const spreading = (rows: ReadonlyArray<unknown>): ((row: unknown) => ReadonlyArray<unknown>) => {
  const spread = rows.every((row) => Array.isArray(row))
  return (row) => (spread && Array.isArray(row) ? row : [row])
}

/** What the name has no place for stays out of it. */
const named = (name: string, given: ReadonlyArray<unknown>): string =>
  format(name, ...given.slice(0, name.match(/%[a-z]/gu)?.length ?? 0))

const each =
  (rows: ReadonlyArray<unknown>) =>
  (name: string, ...given: ReadonlyArray<unknown>): void => {
    const body = bodyIn(given)
    const argumentsOf = spreading(rows)
    for (const row of rows) collect(named(name, argumentsOf(row)), () => body(...argumentsOf(row)))
  }

/** As `each`, but a row is one argument, and the context comes behind it. */
const forRows =
  (rows: ReadonlyArray<unknown>) =>
  (name: string, ...given: ReadonlyArray<unknown>): void => {
    const body = bodyIn(given)
    const argumentsOf = spreading(rows)
    for (const row of rows) collect(named(name, argumentsOf(row)), () => body(row, context()))
  }

export const it = Object.assign(define, {
  skip,
  only: define,
  fails: skip,
  each,
  for: forRows,
  skipIf: (skipped: boolean) => (skipped ? skip : define),
  runIf: (run: boolean) => (run ? define : skip)
})

const suite = (name: string, ...given: ReadonlyArray<unknown>): void => {
  const body = bodyIn(given)
  within(name, () => void body())
}

const suiteEach =
  (rows: ReadonlyArray<unknown>) =>
  (name: string, ...given: ReadonlyArray<unknown>): void => {
    const body = bodyIn(given)
    const argumentsOf = spreading(rows)
    for (const row of rows) within(named(name, argumentsOf(row)), () => void body(...argumentsOf(row)))
  }

export const describe = Object.assign(suite, { each: suiteEach })

const unknownHook = (): never => {
  throw new Error("the warm runner knows no hooks: let the specification bring what it needs itself")
}

export const beforeAll = unknownHook
export const beforeEach = unknownHook
export const afterAll = unknownHook
export const afterEach = unknownHook

export const expect = { addEqualityTesters: (): void => undefined }

export const TestRunner = { getCurrentSuite: unknownHook }
