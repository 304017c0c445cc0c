/**
 * Completion scripts. Commands, options and paths are Effect's to complete, from the table of commands; ids and runs
 * are on this machine alone, so the script asks the program for them.
 */
import { Effect, Option } from "effect"
import { Completions, Flag, GlobalFlag } from "effect/cli"
import { commands, PROGRAM } from "./commandTable.ts"
import { COMPLETE, completedBy } from "./completionWord.ts"

const SHELLS = ["bash", "zsh", "fish"] as const

const FUNCTION = `_${PROGRAM.replaceAll("-", "_")}`

const asking = commands.filter(({ name }) => completedBy(name) !== undefined).map(({ name }) => name)

/** What is printed are ids of letters, digits, dots and dashes: no shell sees more in them. */
const tails: { readonly [shell in Completions.Shell]: string } = {
  powershell: "",
  bash: `
${FUNCTION}_ids()
{
  local cur prev words cword found=""
  _init_completion -n = || return
  if [[ "$cur" != -* && " \${words[*]:1:cword-1} " =~ \\ (${asking.join("|")})\\  ]]; then
    COMPREPLY=()
    while read -r found; do
      [[ "$found" == "$cur"* ]] && COMPREPLY+=("$found")
    done < <(${PROGRAM} ${COMPLETE} "\${words[@]:1:cword-1}" 2>/dev/null)
    ((\${#COMPREPLY[@]})) && return
  fi
  ${FUNCTION} "$@"
}
complete -F ${FUNCTION}_ids ${PROGRAM}
`,
  zsh: `
${FUNCTION}_ids() {
  local -a found
  if [[ "$words[CURRENT]" != -* && " $words[2,CURRENT-1] " =~ ' (${asking.join("|")}) ' ]]; then
    found=(\${(f)"$(${PROGRAM} ${COMPLETE} "\${(@)words[2,CURRENT-1]}" 2>/dev/null)"})
    (( $#found )) && { compadd -a found; return }
  fi
  ${FUNCTION} "$@"
}
if [[ "\${zsh_eval_context[-1]}" == "loadautofunc" ]]; then
  ${FUNCTION}_ids "$@"
else
  compdef ${FUNCTION}_ids ${PROGRAM}
fi
`,
  fish: `
complete -c ${PROGRAM} -n '__fish_seen_subcommand_from ${asking.join(" ")}' -f -a '(${PROGRAM} ${COMPLETE} (commandline -opc)[2..-1] 2>/dev/null)'
`
}

/** How Effect's script for zsh ends: at the first use, when it is loaded, it would complete without our part. */
const ZSH_BEGINS = /^# Handle both direct invocation and autoload\nif [^]*?\nfi\n/mu

/** A command of Effect's command line. */
type EffectCommand = Parameters<typeof Completions.fromCommand>[0]

/** The script for a shell. */
export const completionScript = (shell: Completions.Shell, command: EffectCommand): string =>
  `${Completions.generate(PROGRAM, shell, Completions.fromCommand(command)).replace(ZSH_BEGINS, "").trimEnd()}\n${tails[shell]}`

/** `--completions SHELL`, which has `say` print the script for `command`. */
export const completionsFlag = (command: EffectCommand, say: (text: string) => Effect.Effect<void>) =>
  GlobalFlag.Action({
    flag: Flag.Literals("completions", SHELLS).pipe(
      Flag.map((shell): Completions.Shell => shell),
      Flag.optional,
      Flag.withMetavar(`<${SHELLS.join("|")}>`),
      Flag.withDescription("Print shell completion script")
    ),
    run: (shell) =>
      Option.match(shell, {
        onNone: () => Effect.void,
        onSome: (one) => say(`${completionScript(one, command).trimEnd()}\n`)
      })
  })
