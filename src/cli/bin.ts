#!/usr/bin/env node
/**
 * The file that `bin` names. It does nothing but let Node keep compiled code between runs (a third of the
 * start-up time) and load the program: what it imported itself would be compiled anew each time.
 */
import { constants, enableCompileCache } from "node:module"
import { homedir } from "node:os"
import { join } from "node:path"

const cached = enableCompileCache(join(import.meta.dirname, ".cache"))
// Installed by root and run by somebody else: a directory of one's own, never a shared one, since compiled
// code is trusted blindly.
if (cached.status === constants.compileCacheStatus.FAILED) {
  enableCompileCache(join(homedir(), ".cache/ledmatrix-reconciler"))
}

void import("./main.ts")
