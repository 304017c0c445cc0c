/** The command line that starts the controller as it would start now. */
import { isAbsolute, resolve } from "node:path/posix"
import { controllerOptions } from "../arguments/commandTable.ts"
import type { Given } from "../arguments/Invocation.ts"
import { isOn } from "../arguments/Invocation.ts"
import { type OptionSpec, sharedOptions } from "../arguments/optionTable.ts"
import { type Environment, valuesOf } from "../settings/settingValues.ts"

/** What keeps Node small: measured, see docs/raspberry-pi.md. The launcher of the package has the same. */
const NODE_FLAGS = ["--max-semi-space-size=2", "--max-old-space-size=96"]

/** Everybody can read a unit; and the form of an answer is no setting of the controller's. */
const LEFT_OUT: ReadonlySet<string> = new Set(["token", "json", "root"])

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/u

/** A unit has no current directory worth relying on. */
const absolute = ({ name }: OptionSpec, value: string): string =>
  name === "ledmatrix-cache" || (name === "registry" && !SCHEME.test(value)) ? resolve(value) : value

const flagsOf = (spec: OptionSpec, given: Given, env: Environment): ReadonlyArray<string> =>
  spec.kind === "switch"
    ? isOn(given, spec.name)
      ? [`--${spec.name}`]
      : []
    : valuesOf(spec, given, env)
        .slice(spec.repeatable ? 0 : -1)
        .map(({ value }) => `--${spec.name}=${absolute(spec, value)}`)

/** What runs: the package's launcher, which outlives an update, or Node with the program's file. */
export interface Running {
  readonly launcher: string | undefined
  readonly node: string
  readonly program: string
}

export const controllerCommand = (
  { launcher, node, program }: Running,
  root: string,
  given: Given,
  env: Environment
): ReadonlyArray<string> => [
  ...(launcher !== undefined && isAbsolute(launcher) ? [launcher] : [node, ...NODE_FLAGS, program]),
  "controller",
  `--root=${root}`,
  ...[...sharedOptions, ...controllerOptions]
    .filter(({ name }) => !LEFT_OUT.has(name))
    .flatMap((spec) => flagsOf(spec, given, env))
]
