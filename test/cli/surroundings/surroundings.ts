/** Hostile surroundings for a program: what the machine has too little of, or does not let it do. */
import { execFileSync, spawnSync } from "node:child_process"
import { existsSync, mkdirSync, mkdtempSync, readFileSync, rmdirSync, rmSync, writeFileSync } from "node:fs"
import { tmpdir } from "node:os"
import { join } from "node:path"

/** The words before a command that put it into such surroundings. */
export type Before = ReadonlyArray<string>

const shell = (script: string): Before => ["sh", "-c", `${script}; exec "$@"`, "sh"]

export const withFileDescriptors = (most: number): Before => shell(`ulimit -n ${most}`)

/** No file may grow past this size: for every write it is as if the disk were full. */
const withFileSize = (bytes: number): Before => ["prlimit", `--fsize=${bytes}:${bytes}`]

/** Root is refused nothing. Without its capabilities it is an ordinary user, who owns the files. */
export const withoutPrivileges: Before =
  process.getuid?.() === 0 ? ["setpriv", "--inh-caps=-all", "--bounding-set=-all"] : []

export interface SmallDisk {
  readonly directory: string
  /** Whether `directory` is a file system of that size. */
  readonly isReal: boolean
  readonly before: Before
  readonly remove: () => void
}

/** A file system of this many bytes; where none can be mounted, one whose files cannot grow past them. */
export const smallDisk = (bytes: number): SmallDisk => {
  const directory = mkdtempSync(join(tmpdir(), "ledmatrix-small-disk-"))
  const words = ["-t", "tmpfs", "-o", `size=${bytes}`, "tmpfs", directory]
  const isReal = spawnSync("mount", words, { stdio: "ignore" }).status === 0
  return {
    directory,
    isReal,
    before: isReal ? [] : withFileSize(bytes),
    remove: () => {
      if (isReal) execFileSync("umount", [directory])
      rmSync(directory, { recursive: true, force: true })
    }
  }
}

export interface MemoryLimit {
  readonly name: string
  readonly before: Before
  readonly remove: () => void
}

/** A control group of its own, in the first hierarchy that lets one be made. */
export const memoryLimit = (bytes: number): MemoryLimit => {
  const own = `ledmatrix-reconciler-test-${process.pid}`
  const hierarchies = [
    ["/sys/fs/cgroup", "memory.max", "memory.swap.max"],
    ["/sys/fs/cgroup/memory", "memory.limit_in_bytes", "memory.swappiness"]
  ] as const
  for (const [parent, limit, swap] of hierarchies) {
    const group = join(parent, own)
    try {
      if (!existsSync(join(parent, "cgroup.procs"))) continue
      mkdirSync(group)
      writeFileSync(join(group, limit), String(bytes))
      if (existsSync(join(group, swap))) writeFileSync(join(group, swap), "0")
      if (Number(readFileSync(join(group, limit), "utf8")) !== bytes) throw new Error("it has no effect")
    } catch {
      if (existsSync(group)) rmdirSync(group)
      continue
    }
    return {
      name: "a control group",
      before: shell(`echo $$ > ${group}/cgroup.procs`),
      remove: () => {
        rmdirSync(group)
      }
    }
  }
  return { name: "measured only: no control group can be made here", before: [], remove: () => {} }
}

/**
 * What makes a Node program write down how much memory it has had at most, in KiB, when it ends. Asked of
 * `/proc`: `getrusage` tells whoever started the program too, with what that had until then.
 */
export const tellingItsPeak = (file: string): Readonly<Record<string, string>> => {
  const peak = `/^VmHWM:\\s+(\\d+) kB$/m.exec(r("/proc/self/status","utf8"))[1]`
  const script = `import{readFileSync as r,writeFileSync as w}from"node:fs";process.on("exit",()=>w(${JSON.stringify(file)},${peak}))`
  return { NODE_OPTIONS: `--import=data:text/javascript,${encodeURIComponent(script)}` }
}
