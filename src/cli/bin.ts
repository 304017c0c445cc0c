#!/usr/bin/env node
/**
 * The file that `bin` names. It does nothing but let Node keep compiled code between runs (a third of the
 * start-up time) and load the program: what it imported itself would be compiled anew each time.
 */
import { constants, createRequire, enableCompileCache } from "node:module"

const cached = enableCompileCache(`${import.meta.dirname}/.cache`)
const home = process.env["HOME"] ?? ""
// Installed by root and run by somebody else: a directory of one's own, never a shared one, since compiled
// code is trusted blindly.
if (cached.status === constants.compileCacheStatus.FAILED && home !== "") {
  enableCompileCache(`${home}/.cache/ledmatrix-reconciler`)
}

// Not `import()`, which brings in Node's other module loader first.
createRequire(import.meta.filename)("./main.js")
