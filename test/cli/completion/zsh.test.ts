// Completion as zsh does it: one on a terminal of its own, where a tab is typed and what it would offer is written down.
import { execFileSync } from "node:child_process"
import { readFileSync, rmSync, writeFileSync } from "node:fs"
import { dirname, join } from "node:path"
import { describeCompletion } from "./completed.ts"

/** `compadd` writes down what matches before it offers it; `END` stands where the completion is over. */
const INSIDE = `
fpath=("$FUNCTIONS" $fpath); autoload -Uz compinit; compinit -u -D
compadd() {
  local -a matching
  (( \${@[(I)-[OAD]]} )) || { builtin compadd -A matching "$@"; (( $#matching )) && print -rl -- $matching >> $OFFERED }
  builtin compadd "$@"
}
finished() { zle complete-word; print END >> $OFFERED }
zle -N finished; bindkey '^I' finished; PS1=READY`

const DRIVER = `
zmodload zsh/zpty
zpty inner zsh -f -i
zpty -w inner "source $INSIDE"
zpty -r inner shown '*READY*'
zpty -w -n inner "$LINE"$'\\t'
repeat 400; do [[ -e $OFFERED ]] && grep -q '^END$' $OFFERED && break; sleep 0.05; done
zpty -d inner`

describeCompletion("zsh", "_ledmatrix-reconciler", ({ directory, env, script }, words) => {
  const offered = join(directory, "offered")
  const inside = join(directory, "inside.zsh")
  rmSync(offered, { force: true })
  writeFileSync(inside, INSIDE)
  execFileSync("zsh", ["-f", "-c", DRIVER], {
    cwd: directory,
    env: {
      ...env,
      FUNCTIONS: dirname(script),
      INSIDE: inside,
      OFFERED: offered,
      LINE: `ledmatrix-reconciler ${words.join(" ")}`
    }
  })
  const lines = readFileSync(offered, "utf8").split("\n")
  return [...new Set(lines)].filter((line) => line !== "" && line !== "END")
})
