// Completion as bash does it.
import { execFileSync } from "node:child_process"
import { describeCompletion } from "./completed.ts"

const ASK = `
  . "$SCRIPT"
  COMP_WORDS=(ledmatrix-reconciler "$@"); COMP_CWORD=$#
  COMP_LINE="\${COMP_WORDS[*]}"; COMP_POINT=\${#COMP_LINE}
  _ledmatrix_reconciler_ids ledmatrix-reconciler "\${COMP_WORDS[$#]}" "\${COMP_WORDS[$#-1]}"
  printf '%s\\n' "\${COMPREPLY[@]}"`

describeCompletion("bash", "script", ({ directory, env, script }, words) =>
  execFileSync("bash", ["--norc", "-c", ASK, "bash", ...words], {
    cwd: directory,
    encoding: "utf8",
    env: { ...env, SCRIPT: script }
  })
    .split("\n")
    .map((word) => word.trim())
    .filter((word) => word !== "")
)
