/**
 * Runs specifications for Stryker in one process that loads them once: a change that code does not run while it is
 * loaded is switched on and off. Loading anew for each change takes a hundred times as long as most of the
 * specifications do.
 */
import { INSTRUMENTER_CONSTANTS, type InstrumenterContext } from "@stryker-mutator/api/core"
import { declareClassPlugin, PluginKind } from "@stryker-mutator/api/plugin"
import {
  determineHitLimitReached,
  type DryRunResult,
  DryRunStatus,
  type MutantRunOptions,
  type MutantRunResult,
  type TestResult,
  type TestRunner,
  TestStatus,
  toMutantRunResult
} from "@stryker-mutator/api/test-runner"
import { globSync } from "node:fs"
import { registerHooks } from "node:module"
import { join } from "node:path"
import { pathToFileURL } from "node:url"
import { AREA, areas } from "../areas.ts"
import { collected, loading, type Spec } from "./collected.ts"

declare global {
  /** Where changed code asks which change is on. */
  // oxlint-disable-next-line eslint/no-underscore-dangle -- so Stryker calls it
  var __stryker__: InstrumenterContext | undefined
}

const STAND_IN = new URL("vitest.ts", import.meta.url).href

const instrumented = (): InstrumenterContext => (globalThis[INSTRUMENTER_CONSTANTS.NAMESPACE] ??= {})

/** Files of the area's specifications, in Stryker's copy of the project. */
const specFiles = (): ReadonlyArray<string> => {
  const root = join(process.cwd(), "test")
  const patterns = areas[process.env[AREA] ?? ""]?.specs ?? []
  return [...new Set(patterns.flatMap((pattern) => globSync(pattern, { cwd: root })))]
    .filter((file) => !file.includes("Properties.test."))
    .toSorted()
    .map((file) => join(root, file))
}

const load = async (): Promise<void> => {
  registerHooks({
    resolve: (specifier, context, next) =>
      specifier === "vitest" && context.parentURL !== STAND_IN
        ? { url: STAND_IN, shortCircuit: true }
        : next(specifier, context)
  })
  // What specifications log is not shown here.
  process.stdout.write = () => true
  process.on("unhandledRejection", () => undefined)
  for (const file of specFiles()) {
    // oxlint-disable-next-line no-await-in-loop -- which file a specification is in depends on it
    await loading.run(file, () => import(pathToFileURL(file).href))
  }
}

const resultOf = async ({ file, id, run }: Spec): Promise<TestResult> => {
  const from = performance.now()
  const told = { id, name: id.slice(file.length + 1), fileName: file }
  try {
    await run()
    return { ...told, status: TestStatus.Success, timeSpentMs: performance.now() - from }
  } catch (cause) {
    const failureMessage = cause instanceof Error ? cause.message : String(cause)
    return { ...told, status: TestStatus.Failed, timeSpentMs: performance.now() - from, failureMessage }
  }
}

export class WarmRunner implements TestRunner {
  #loaded: Promise<void> | undefined

  capabilities() {
    // What runs while code is loaded is changed in a process of its own.
    return { reloadEnvironment: false }
  }

  async dryRun(): Promise<DryRunResult> {
    await (this.#loaded ??= load())
    const context = instrumented()
    const tests: Array<TestResult> = []
    for (const spec of collected) {
      context.currentTestId = spec.id
      // oxlint-disable-next-line no-await-in-loop -- what runs then belongs to this one
      tests.push(await resultOf(spec))
    }
    delete context.currentTestId
    const mutantCoverage = context.mutantCoverage ?? { static: {}, perTest: {} }
    return { status: DryRunStatus.Complete, tests, mutantCoverage }
  }

  async mutantRun(options: MutantRunOptions): Promise<MutantRunResult> {
    const context = instrumented()
    const activate = () => {
      context.activeMutant = options.activeMutant.id
      context.hitCount = 0
      if (options.hitLimit !== undefined) context.hitLimit = options.hitLimit
    }
    if (options.mutantActivation === "static") activate()
    await (this.#loaded ??= load())
    activate()
    const wanted = options.testFilter === undefined ? undefined : new Set(options.testFilter)
    const tests: Array<TestResult> = []
    for (const spec of collected) {
      if (wanted?.has(spec.id) === false) continue
      // oxlint-disable-next-line no-await-in-loop -- the first that notices is enough
      const result = await resultOf(spec)
      tests.push(result)
      if (result.status === TestStatus.Failed) break
    }
    const endless = determineHitLimitReached(context.hitCount, options.hitLimit)
    delete context.activeMutant
    return toMutantRunResult(endless ?? { status: DryRunStatus.Complete, tests })
  }
}

export const strykerPlugins = [declareClassPlugin(PluginKind.TestRunner, "warm", WarmRunner)]
