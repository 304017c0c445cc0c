/** The command line that starts the controller as it would start now. */
import type { Environment } from "../../../node/Environment.ts"
import { isAbsolute, resolve } from "node:path/posix"
import { controllerOptions } from "../../arguments/commandTable.ts"
import type { OptionValues } from "../../arguments/Invocation.ts"
import { carriesCredentials } from "../../../domain/text/withoutCredentials.ts"
import { isOn } from "../../arguments/Invocation.ts"
import { type OptionSpec, sharedOptions } from "../../arguments/optionTable.ts"
import { valuesOf } from "../../settings/settingValues.ts"

/** What keeps Node small: measured, see docs/raspberry-pi.md. The launcher of the package has the same. */
const NODE_FLAGS = ["--max-semi-space-size=2", "--max-old-space-size=96"]

/** Everybody can read a unit; and the form of an answer is no setting of the controller's. */
const LEFT_OUT: ReadonlySet<string> = new Set(["token", "json", "root"])

const FILES: ReadonlySet<string> = new Set([
  "token-file",
  "ledmatrix-token-file",
  "ledmatrix-cache",
  "desired-key",
  "signs",
  "settings-file"
])

const SCHEME = /^[A-Za-z][A-Za-z0-9+.-]+:/u

/** A unit has no current directory worth relying on. */
const absolute = ({ name }: OptionSpec, value: string): string =>
  FILES.has(name) || ((name === "registry" || name === "desired") && !SCHEME.test(value))
    ? resolve(value)
    : value

/** An address with a key in it belongs into the unit's environment file, as the variable of its option. */
const isSecret = ({ env, name }: OptionSpec, value: string): boolean =>
  env !== undefined &&
  (name === "token" || name === "notify" || (SCHEME.test(value) && carriesCredentials(value)))

/** The variables that hold what the unit must not. */
export const secretVariables = (given: OptionValues, env: Environment): ReadonlyArray<string> =>
  [...sharedOptions, ...controllerOptions].flatMap((spec) =>
    spec.env !== undefined &&
    valuesOf(spec, given, env)
      .slice(-1)
      .some(({ value }) => isSecret(spec, value))
      ? [spec.env]
      : []
  )

const flagsOf = (spec: OptionSpec, given: OptionValues, env: Environment): ReadonlyArray<string> =>
  spec.kind === "switch"
    ? isOn(given, spec.name)
      ? [`--${spec.name}`]
      : []
    : valuesOf(spec, given, env)
        .slice(spec.repeatable ? 0 : -1)
        .filter(({ value }) => !isSecret(spec, value))
        .map(({ value }) => `--${spec.name}=${absolute(spec, value)}`)

/** What runs: the package's launcher, which outlives an update, or Node with the program's file. */
export interface ProgramPaths {
  readonly launcher: string | undefined
  readonly node: string
  readonly program: string
}

export const controllerCommand = (
  { launcher, node, program }: ProgramPaths,
  root: string,
  given: OptionValues,
  env: Environment
): ReadonlyArray<string> => [
  ...(launcher !== undefined && isAbsolute(launcher) ? [launcher] : [node, ...NODE_FLAGS, program]),
  "controller",
  `--root=${root}`,
  ...[...sharedOptions, ...controllerOptions]
    .filter(({ name }) => !LEFT_OUT.has(name))
    .flatMap((spec) => flagsOf(spec, given, env))
]
