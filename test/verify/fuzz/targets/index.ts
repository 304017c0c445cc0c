/** Every border, in the order in which they are fuzzed. A new one is a file beside this and a line in it. */
import type { Target } from "../harness/Target.ts"
import { archive } from "./archive.ts"
import { commandLine } from "./commandLine.ts"
import { config } from "./config.ts"
import { desired } from "./desired.ts"
import { display } from "./display.ts"
import { edit } from "./edit.ts"
import { gitFiles } from "./gitFiles.ts"
import { gitOutput } from "./gitOutput.ts"
import { installation } from "./installation.ts"
import { json } from "./json.ts"
import { ledger } from "./ledger.ts"
import { ledmatrix } from "./ledmatrix.ts"
import { manifest } from "./manifest.ts"
import { python } from "./python.ts"
import { registry } from "./registry.ts"
import { requests } from "./requests.ts"
import { state } from "./state.ts"
import { text } from "./text.ts"

export const targets: ReadonlyArray<Target> = [
  json,
  edit,
  desired,
  text,
  python,
  config,
  state,
  manifest,
  registry,
  ledmatrix,
  display,
  archive,
  gitFiles,
  gitOutput,
  ledger,
  commandLine,
  requests,
  installation
]
