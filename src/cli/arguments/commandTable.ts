/** Every command of the program, once. See `optionTable.ts`. */
import { type OptionSpec, ownOptions } from "./optionTable.ts"

export interface ArgumentSpec {
  readonly metavar: string
  readonly doc: string
  /** How many words it takes: exactly one, at most one, or any number, which are joined by spaces. */
  readonly words: "one" | "optional" | "any"
}

export const PROGRAM = "ledmatrix-reconciler"

export const controllerOptions: ReadonlyArray<OptionSpec> = [
  ownOptions.host,
  ownOptions.port,
  ownOptions.token,
  ownOptions.tokenFile,
  ownOptions.allowOrigin,
  ownOptions.allowHost,
  ownOptions.ledmatrix,
  ownOptions.ledmatrixTokenFile,
  ownOptions.notify,
  ownOptions.debounce,
  ownOptions.resync,
  ownOptions.desired,
  ownOptions.desiredKey,
  ownOptions.sign,
  ownOptions.desiredPoll,
  ownOptions.settle,
  ownOptions.signs,
  ownOptions.logFormat
]

export const fleetOptions: ReadonlyArray<OptionSpec> = [
  ownOptions.group,
  ownOptions.watch,
  ownOptions.revision,
  ownOptions.maxFailed,
  ownOptions.maxUnknown,
  ownOptions.minReports,
  ownOptions.soak
]

const ID = { metavar: "ID", doc: "The plugin's id", words: "one" } as const

const table = [
  {
    name: "check",
    doc: "Says where config, disk, plugin manager and saved state disagree; changes nothing, uses no network",
    options: [ownOptions.diff, ownOptions.watch]
  },
  {
    name: "reconcile",
    doc: "Repairs what is safe to repair, and says what is left",
    options: [ownOptions.force, ownOptions.replaceBroken, ownOptions.dryRun, ownOptions.diff]
  },
  {
    name: "explain",
    doc: "Says what each source knows of one plugin, how each rule decided, and what happens next",
    argument: ID
  },
  {
    name: "installed",
    doc: "Lists the installed plugins",
    options: [ownOptions.outdated, ownOptions.watch]
  },
  {
    name: "store",
    doc: "Lists the plugins of the store, or those in which every word given occurs",
    argument: {
      metavar: "WORDS",
      doc: "What to look for in name, id, author, description, tags",
      words: "any"
    }
  },
  {
    name: "doctor",
    doc: "Looks at what surrounds the installation (users, space, clock, network), and says what to do about it"
  },
  {
    name: "install",
    doc: "Installs a plugin from the store, by its id or the registry's",
    argument: ID
  },
  {
    name: "update",
    doc: "Brings a plugin, or all of them, to the store's version",
    argument: { ...ID, words: "optional" },
    options: [ownOptions.all]
  },
  {
    name: "uninstall",
    doc: "Removes a plugin, its settings and its secrets, so that it stays away",
    argument: ID,
    options: [ownOptions.preserveConfig, ownOptions.yes]
  },
  {
    name: "enable",
    doc: "Enables a plugin in config and saved state together",
    argument: ID
  },
  {
    name: "disable",
    doc: "Disables a plugin in config and saved state together",
    argument: ID
  },
  {
    name: "resolve",
    doc: "Does what a person has decided about a finding, or says what there is to decide",
    argument: {
      metavar: "ID",
      doc: "The plugin's id, or config/config.json; without it, all that there is to decide is listed",
      words: "optional"
    },
    options: [ownOptions.choose]
  },
  {
    name: "history",
    doc: "Tells what past runs changed, and why"
  },
  {
    name: "undo",
    doc: "Reverses the last run, or the one named, as far as nothing has changed since",
    argument: { metavar: "RUN", doc: "The run, as history names it", words: "optional" }
  },
  {
    name: "controller",
    doc: "Keeps the installation right: watches, repairs, and serves an HTTP API and a dashboard",
    options: controllerOptions
  },
  {
    name: "service-unit",
    doc: "Prints a systemd unit that runs the controller on this installation, with its settings as given",
    options: controllerOptions
  },
  {
    name: "export",
    doc: "Prints the document of this installation, from which apply makes it again",
    options: [ownOptions.exportSettings, ownOptions.pin]
  },
  {
    name: "apply",
    doc: "Makes this sign what a document says, in one reconcile",
    argument: { metavar: "FILE|URL", doc: "The document", words: "one" },
    options: [ownOptions.dryRun, ownOptions.diff, ownOptions.desiredKey, ownOptions.sign]
  },
  {
    name: "desired",
    doc: "Says which document and revision this sign keeps to, and what differs; pause and resume leave it alone",
    argument: {
      metavar: "pause|resume",
      doc: "What to do; without it, how the sign stands is said",
      words: "optional"
    },
    options: [ownOptions.lasting, ownOptions.desired, ownOptions.sign]
  },
  {
    name: "fleet",
    doc: "Asks the controllers of a list of signs how they stand; `fleet gate SIGNS` says whether a roll-out may go on",
    argument: { metavar: "SIGNS", doc: "The list of signs, a JSON file; `gate` before it", words: "any" },
    options: fleetOptions
  },
  {
    name: "demo",
    doc: "Shows it at work on a small drifted installation in a temporary directory",
    options: [ownOptions.keep]
  }
] as const satisfies ReadonlyArray<{
  readonly name: string
  readonly doc: string
  readonly argument?: ArgumentSpec
  readonly options?: ReadonlyArray<OptionSpec>
}>

export type CommandName = (typeof table)[number]["name"]

export interface CommandSpec {
  readonly name: CommandName
  readonly doc: string
  /** The argument it takes, where it takes one. */
  readonly argument?: ArgumentSpec
  readonly options: ReadonlyArray<OptionSpec>
}

export const commands: ReadonlyArray<CommandSpec> = table.map((command) => ({ options: [], ...command }))
