// Completion as fish does it.
import { execFileSync } from "node:child_process"
import { describeCompletion } from "./completed.ts"

describeCompletion("fish", "ledmatrix-reconciler.fish", ({ directory, env, script }, words) =>
  execFileSync(
    "fish",
    ["--no-config", "-c", `source ${script}; complete -C "ledmatrix-reconciler ${words.join(" ")}"`],
    { cwd: directory, encoding: "utf8", env }
  )
    .split("\n")
    // A candidate, a tab, and what it is for.
    .map((line) => line.split("\t", 1).join(""))
    // After a space fish offers options as well as words.
    .filter((word) => word !== "" && (!word.startsWith("--") || words.at(-1)?.startsWith("--") === true))
)
