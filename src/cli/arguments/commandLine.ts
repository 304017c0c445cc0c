/**
 * The command line on Effect's own module: it knows help, completions, every spelling of a flag and every
 * mistake. It only understands, and carries nothing out.
 */
import { Effect, FileSystem, Layer, Option, Path, Ref, Sink, Stdio, Stream, Terminal } from "effect"
import { Argument, CliConfig, CliOutput, Command, Flag, GlobalFlag, type HelpDoc } from "effect/cli"
import { ChildProcessSpawner } from "effect/process"
import type { CliFailure } from "../run/CliFailure.ts"
import { type ArgumentSpec, commands, type CommandName, type CommandSpec, PROGRAM } from "./commandTable.ts"
import { completionsFlag } from "./completions.ts"
import type { OptionValues, Invocation } from "./Invocation.ts"
import { type OptionSpec, sharedOptions } from "./optionTable.ts"
import { type Example, examples, firstSteps } from "./manual.ts"
import { withoutHelpWord } from "./otherWords.ts"
import { commandsFirst } from "../view/help/commandsFirst.ts"
import { wrapHelp } from "../view/help/wrapHelp.ts"
import { helpEnd } from "../view/help/helpEnd.ts"
import { colorStyle, plainStyle } from "../view/text/Style.ts"
import { groupedLetters, tooLong, usageFailure } from "./usageFailure.ts"

const described = <A>(spec: OptionSpec, flag: Flag.Flag<A>): Flag.Flag<A> => {
  const doc = spec.env === undefined ? spec.doc : `${spec.doc}; also ${spec.env}`
  return flag.pipe(
    Flag.withDescription(spec.repeatable && spec.env !== undefined ? `${doc}, separated by commas` : doc),
    spec.metavar === "" ? (same) => same : Flag.withMetavar(spec.metavar)
  )
}

/** Paths are marked as such for completion alone: otherwise a value stays as it was typed. */
const valueFlag = (spec: OptionSpec, paths: boolean): Flag.Flag<string> => {
  if (spec.kind === "choice") return Flag.Literals(spec.name, spec.choices)
  if (paths && spec.metavar === "DIR") return Flag.Directory(spec.name)
  return paths && spec.metavar.endsWith("FILE") ? Flag.File(spec.name) : Flag.String(spec.name)
}

const flagOf = (spec: OptionSpec, paths: boolean): Flag.Flag<ReadonlyArray<string>> => {
  if (spec.repeatable) return described(spec, valueFlag(spec, paths)).pipe(Flag.atLeast(0))
  const one: Flag.Flag<string> =
    spec.kind === "switch" ? Flag.Boolean(spec.name).pipe(Flag.map(String)) : valueFlag(spec, paths)
  return described(spec, one).pipe(
    Flag.optional,
    Flag.map((value) => (value._tag === "Some" ? [value.value] : []))
  )
}

const flagsOf = (specs: ReadonlyArray<OptionSpec>, paths: boolean) =>
  Object.fromEntries(specs.map((spec) => [spec.name, flagOf(spec, paths)]))

const argumentNamed = ({ doc, metavar, words }: ArgumentSpec): Argument.Argument<string | undefined> => {
  const one = Argument.String(metavar).pipe(Argument.withDescription(doc))
  switch (words) {
    case "one":
      return one
    case "optional":
      return Argument.optional(one).pipe(Argument.map(Option.getOrUndefined))
    case "any":
      return Argument.variadic(one).pipe(
        Argument.map((given) => (given.length === 0 ? undefined : given.join(" ")))
      )
  }
}

const argumentOf = ({ argument }: CommandSpec) =>
  argument === undefined ? {} : { argument: argumentNamed(argument) }

const given = (...parsed: ReadonlyArray<OptionValues>): OptionValues =>
  Object.fromEntries(
    parsed
      .flatMap((values) => Object.entries(values))
      .filter(([, values]) => values !== undefined && values.length > 0)
  )

const examplesOf = (listed: ReadonlyArray<Example>) =>
  listed.map(({ doc, words }) => ({ command: `${PROGRAM} ${words}`, description: doc }))

const program = (understood: (invocation: Invocation) => Effect.Effect<void>, paths = false) => {
  const root = Command.make(PROGRAM).pipe(
    Command.withSharedFlags(flagsOf(sharedOptions, paths)),
    Command.withDescription("Keeps the plugins of a LEDMatrix sign in agreement"),
    Command.withExamples(examplesOf(firstSteps))
  )
  const subcommand = (spec: CommandSpec) =>
    Command.make(
      spec.name,
      { own: flagsOf(spec.options, paths), ...argumentOf(spec) },
      Effect.fnUntraced(function* (input: {
        readonly own: OptionValues
        readonly argument?: string | undefined
      }) {
        const command: CommandName = spec.name
        yield* understood({ command, argument: input.argument, given: given(yield* root, input.own) })
      })
    ).pipe(Command.withDescription(spec.doc), Command.withExamples(examplesOf(examples[spec.name])))
  return root.pipe(Command.withSubcommands(commands.map(subcommand)))
}

/** Help and version go out as they are; a mistake becomes a failure. */
const presenter = (
  { colors, columns }: CommandLineOptions,
  print: (text: string) => Effect.Effect<void>
): CliOutput.Presenter => {
  const formatter = CliOutput.defaultFormatter({ colors })
  const { bold } = colors ? colorStyle(columns) : plainStyle(columns)
  const helpText = (doc: HelpDoc.HelpDoc): string => {
    const command = commands.find(({ name }) => name === doc.commandPath?.[1])
    return `${commandsFirst(formatter.formatHelpDoc(doc))}\n${helpEnd(command?.name, bold)}`
  }
  return {
    present: (event) => {
      switch (event._tag) {
        case "Help":
          return print(`${wrapHelp(helpText(event.helpDoc), columns)}\n`)
        case "Version":
          return print(`${event.name} ${event.version}\n`)
        case "InvalidInvocation":
          return Effect.void
      }
    }
  }
}

/** The module asks for these in case a flag reads files or asks questions; none of ours does. */
const nothingOutside = Layer.mergeAll(
  FileSystem.layerNoop({}),
  Path.layer,
  Layer.succeed(
    Stdio.Stdio,
    Stdio.make({
      args: Effect.succeed([]),
      stdin: Stream.empty,
      stdout: () => Sink.drain,
      stderr: () => Sink.drain
    })
  ),
  Layer.succeed(
    Terminal.Terminal,
    Terminal.make({
      columns: Effect.succeed(80),
      rows: Effect.succeed(24),
      size: Effect.die("no terminal"),
      readInput: Effect.die("no terminal"),
      readLine: Effect.die("no terminal"),
      display: () => Effect.void
    })
  ),
  Layer.succeed(
    ChildProcessSpawner.ChildProcessSpawner,
    ChildProcessSpawner.make(() => Effect.die("no processes"))
  )
)

export interface CommandLineOptions {
  readonly version: string
  readonly print: (text: string) => Effect.Effect<void, CliFailure>
  readonly colors: boolean
  /** Infinite where the output is no terminal. */
  readonly columns: number
}

/** `None` where help or version was printed; a mistake is a failure that says what was most likely meant. */
export const commandLine = Effect.fnUntraced(function* (
  argv: ReadonlyArray<string>,
  options: CommandLineOptions
): Effect.fn.Return<Option.Option<Invocation>, CliFailure> {
  const mistake = tooLong(argv) ?? groupedLetters(argv)
  if (mistake !== undefined) return yield* mistake
  const invocation = yield* Ref.make(Option.none<Invocation>())
  // Printed afterwards: a presenter cannot fail, and output may be refused.
  const said = yield* Ref.make("")
  const say = (text: string) => Ref.update(said, (before) => before + text)
  const understood = program((found) => Ref.set(invocation, Option.some(found)))
  yield* Command.runWith(understood, { version: options.version })(withoutHelpWord(argv)).pipe(
    Effect.catch(usageFailure),
    Effect.provideService(CliOutput.Presenter, presenter(options, say)),
    Effect.provide([
      nothingOutside,
      CliConfig.layer({
        builtIns: [
          GlobalFlag.Help,
          GlobalFlag.Version,
          completionsFlag(
            program(() => Effect.void, true),
            say
          )
        ]
      })
    ])
  )
  yield* options.print(yield* Ref.get(said))
  return yield* Ref.get(invocation)
})
