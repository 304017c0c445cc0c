/**
 * The cage that git runs in: its environment, the settings that win over every configuration file, and what the kernel
 * lets it take.
 */
import type { GitBounds, GitOptions, GitProtocol } from "../../ports/GitProgram.ts"

/** How the network is reached is a matter of this machine, not of an account. */
const KEPT = [
  "http_proxy",
  "HTTP_PROXY",
  "https_proxy",
  "HTTPS_PROXY",
  "all_proxy",
  "ALL_PROXY",
  "no_proxy",
  "NO_PROXY"
]

/** Nothing of this process's environment but what reaches the network. */
export const environment = (protocols: ReadonlyArray<GitProtocol>): Record<string, string> => ({
  ...Object.fromEntries(
    KEPT.flatMap((name) => {
      const value = process.env[name]
      return value === undefined ? [] : [[name, value]]
    })
  ),
  PATH: process.env["PATH"] ?? "/usr/local/bin:/usr/bin:/bin",
  HOME: "/nonexistent",
  LC_ALL: "C",
  GIT_ALLOW_PROTOCOL: protocols.join(":"),
  GIT_ASKPASS: "/bin/false",
  GIT_ATTR_NOSYSTEM: "1",
  GIT_CONFIG_GLOBAL: "/dev/null",
  GIT_CONFIG_NOSYSTEM: "1",
  GIT_LFS_SKIP_SMUDGE: "1",
  GIT_NO_LAZY_FETCH: "1",
  GIT_OPTIONAL_LOCKS: "0",
  GIT_SSH_COMMAND: "/bin/false",
  GIT_TERMINAL_PROMPT: "0",
  SSH_ASKPASS: "/bin/false"
})

/** They win over every configuration file, the repository's own included. */
const settings = (protocols: ReadonlyArray<GitProtocol>): ReadonlyArray<string> => [
  "core.attributesFile=/dev/null",
  // Of a file that unpacks to much more than it came as, git would hold all in memory, and several at once.
  "core.bigFileThreshold=8m",
  "core.deltaBaseCacheLimit=16m",
  "core.fsmonitor=false",
  "core.hooksPath=/dev/null",
  "core.sshCommand=/bin/false",
  "core.symlinks=false",
  "core.untrackedCache=false",
  "credential.helper=",
  "core.packedGitLimit=64m",
  "core.packedGitWindowSize=16m",
  "fetch.recurseSubmodules=false",
  // What is fetched becomes one file, of which the kernel can watch the size.
  "fetch.unpackLimit=1",
  // A clean-up runs on in the background, in a group of its own.
  "gc.auto=0",
  "maintenance.auto=false",
  "http.followRedirects=false",
  "pack.threads=1",
  "protocol.allow=never",
  ...protocols.map((protocol) => `protocol.${protocol}.allow=always`),
  // Checkouts belong to the installation's owner, and this may run as root.
  "safe.directory=*",
  "submodule.recurse=false",
  "transfer.fsckObjects=true"
]

/** The directory goes by an option of git: to a child process, a missing one looks like a missing program. */
const argumentsOf = (args: ReadonlyArray<string>, { cwd, protocols }: GitOptions): ReadonlyArray<string> => [
  ...(cwd === undefined ? [] : ["-C", cwd]),
  ...settings(protocols).flatMap((setting) => ["-c", setting]),
  ...args
]

/** Node cannot set limits of a child process; the shell can. Past the size writing fails, instead of a signal. */
const BOUNDED = `trap '' XFSZ; ulimit -c 0; ulimit -f "$1"; ulimit -v "$2"; shift 2; exec git "$@"`

/** Blocks of 512 bytes, and kibibytes. */
const boundsFor = ({ fileBytes, memoryBytes }: GitBounds): ReadonlyArray<string> => [
  String(Math.max(1, Math.floor(fileBytes / 512))),
  String(Math.floor(memoryBytes / 1024))
]

/** What is started for git, and its arguments. */
export const cagedCommand = (
  args: ReadonlyArray<string>,
  options: GitOptions
): readonly [string, ReadonlyArray<string>] => {
  const own = argumentsOf(args, options)
  const { bounds } = options
  return bounds === undefined
    ? ["git", own]
    : ["/bin/sh", ["-c", BOUNDED, "git", ...boundsFor(bounds), ...own]]
}
