/** `service-unit`: a systemd unit for the installation, with the controller's settings as given. */
import type { Environment } from "../../../node/Environment.ts"
import { Effect, Option, Result } from "effect"
import { dirname } from "node:path/posix"
import { FileReader } from "../../../ports/Files.ts"
import { Config } from "../../../services/Config.ts"
import { Disk } from "../../../services/Disk.ts"
import { Installation } from "../../../services/installation/Installation.ts"
import type { CommandResult } from "../../run/CommandResult.ts"
import { cliFailure } from "../../run/CliFailure.ts"
import { isLoopback } from "../../../http/security/loopback.ts"
import { parseControllerSettings } from "../../settings/ControllerSettings.ts"
import type { OptionValues, Invocation } from "../../arguments/Invocation.ts"
import { reading } from "../../layers/reading.ts"
import { settingsFile } from "../../settings/settingsFile.ts"
import type { Settings } from "../../settings/Settings.ts"
import { controllerCommand, type ProgramPaths, secretVariables } from "./controllerCommand.ts"
import { ownerOf } from "./ownerOf.ts"
import { UNIT_NAME, unitText } from "./unitText.ts"
import { isWritable } from "./unitValues.ts"
import { version } from "../../run/version.ts"

const ENVIRONMENT_FILE = "/etc/ledmatrix-reconciler.env"

/** Where files are replaced: beside themselves, and a linked one where it leads. */
const directoriesOf = Effect.fnUntraced(function* (file: string) {
  const { realPath } = yield* FileReader
  const real = yield* Effect.option(realPath(file))
  return [dirname(file), ...Option.toArray(Option.map(real, dirname))]
})

/** Where plugins are put. What config says of it that cannot be, is said, and keeps nothing from being printed. */
const pluginsDirectory = Effect.gen(function* () {
  const { defaultPlugins } = yield* Installation
  const config = yield* (yield* Config).read
  const disk = Result.isFailure(config)
    ? Result.fail(config.failure)
    : yield* (yield* Disk).scan(config.success.pluginsDirectory)
  if (Result.isSuccess(disk)) return disk.success.path
  yield* Effect.logWarning("the plugins directory is not known; the unit has the usual one", {
    problem: disk.failure.error
  })
  return defaultPlugins
})

/** systemd does not start a unit with a writable path that is not there. */
const existing = Effect.fnUntraced(function* (paths: ReadonlyArray<string>) {
  const { stat } = yield* FileReader
  const found = yield* Effect.forEach(paths, (path) => Effect.orElseSucceed(stat(path), Option.none))
  const missing = paths.filter((_path, at) => Option.isNone(found[at] ?? Option.none()))
  for (const path of missing)
    yield* Effect.logWarning("make this directory before the service starts", { path })
  return paths
})

const writableOf = Effect.gen(function* () {
  const { configFile, stateFile, uninstalledFile } = yield* Installation
  const places = yield* Effect.forEach([configFile, uninstalledFile, stateFile], directoriesOf)
  const plugins = yield* pluginsDirectory
  const { realPath } = yield* FileReader
  const real = yield* Effect.orElseSucceed(realPath(plugins), () => plugins)
  return yield* existing([...new Set([...places.flat(), real])].toSorted())
})

const serviceUnitCommand = Effect.fnUntraced(function* (
  given: OptionValues,
  env: Environment,
  running: ProgramPaths
) {
  const { root } = yield* Installation
  const { host, ledmatrix, port, tokenFile } = yield* parseControllerSettings(
    given,
    env,
    yield* settingsFile(given, env)
  )
  const command = controllerCommand(running, root, given, env)
  const secrets = secretVariables(given, env)
  for (const variable of secrets) {
    yield* Effect.logWarning("this address carries a key and is not in the unit, which everybody can read", {
      write: `${variable}=… into ${ENVIRONMENT_FILE}`
    })
  }
  const writable = yield* writableOf
  const unwritable = [...command, ...writable].find((text) => !isWritable(text))
  if (unwritable !== undefined)
    return yield* cliFailure(
      "unit_impossible",
      `${JSON.stringify(unwritable)} cannot stand in a unit: it holds a control character`,
      { hint: "rename it, and print the unit again" }
    )
  const owner = yield* Effect.mapError(ownerOf(root), (fault) =>
    cliFailure("root_unreadable", fault.message, { path: fault.path })
  )
  const unit = unitText({
    version,
    root,
    ...owner,
    command,
    writable,
    environmentFile: ENVIRONMENT_FILE,
    secretVariables: secrets,
    environmentNeeded: secrets.length > 0 || (!isLoopback(host) && tokenFile === undefined),
    besideWeb: ledmatrix !== undefined,
    lowPort: port > 0 && port < 1024
  })
  return {
    exitCode: 0,
    document: {
      name: UNIT_NAME,
      ...owner,
      command,
      writable_paths: writable,
      environment_file: ENVIRONMENT_FILE,
      unit
    },
    lines: () => unit.trimEnd().split("\n")
  } satisfies CommandResult
})

/** The launcher of the package names itself, by the path that it was called by. */
const runningProgram = (): ProgramPaths => ({
  launcher: process.env["LEDMATRIX_RECONCILER_LAUNCHER"],
  node: process.execPath,
  program: process.argv[1] ?? ""
})

export const run = ({ given }: Invocation, settings: Settings) =>
  reading(settings, serviceUnitCommand(given, process.env, runningProgram()))
