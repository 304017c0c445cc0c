/** Every border, in the order in which they are fuzzed. A new one is a file in a room beside this, and a line in it. */
import type { Target } from "../harness/Target.ts"
import { archive } from "./network/archive.ts"
import { commandLine } from "./text/commandLine.ts"
import { config } from "./files/config.ts"
import { desired } from "./files/desired.ts"
import { display } from "./files/display.ts"
import { edit } from "./text/edit.ts"
import { gitFiles } from "./files/gitFiles.ts"
import { gitOutput } from "./text/gitOutput.ts"
import { installation } from "./files/installation.ts"
import { json } from "./text/json.ts"
import { ledger } from "./files/ledger.ts"
import { ledmatrix } from "./network/ledmatrix.ts"
import { manifest } from "./files/manifest.ts"
import { python } from "./files/python.ts"
import { registry } from "./network/registry.ts"
import { requests } from "./network/requests.ts"
import { state } from "./files/state.ts"
import { text } from "./text/text.ts"

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
