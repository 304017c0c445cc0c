#!/usr/bin/env node
/**
 * The file that `bin` names. It does nothing but let Node keep compiled code between runs (a third of the
 * start-up time) and load the program: what it imported itself would be compiled anew each time.
 */
import { lstatSync, mkdirSync, statSync } from "node:fs"
import { constants, createRequire, enableCompileCache } from "node:module"

const OTHERS_WRITE = 0o022

/** Compiled code is trusted blindly: only a directory will do into which no other user writes. */
const isOursAlone = (directory: string, uid: number): boolean => {
  const found = lstatSync(directory, { throwIfNoEntry: false })
  return found?.isDirectory() === true && found.uid === uid && (found.mode & OTHERS_WRITE) === 0
}

/** A directory below one of our own, made where it is not there. What stands in the way costs time, and nothing else. */
const cacheBelow = (own: string, name: string): boolean => {
  try {
    const uid = process.getuid?.()
    if (uid === undefined || statSync(own).uid !== uid) return false
    const directory = `${own}/${name}`
    mkdirSync(directory, { recursive: true, mode: 0o700 })
    if (!isOursAlone(directory, uid)) return false
    return enableCompileCache(directory).status !== constants.compileCacheStatus.FAILED
  } catch {
    return false
  }
}

// Run as root from somebody's checkout, or with somebody's home, it keeps none there.
const home = process.env["HOME"] ?? ""
if (!cacheBelow(import.meta.dirname, ".cache") && home !== "") {
  cacheBelow(home, ".cache/ledmatrix-reconciler")
}

// Not `import()`, which brings in Node's other module loader first.
createRequire(import.meta.filename)("./main.js")
