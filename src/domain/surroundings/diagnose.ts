/** What to make of the surroundings: pure, one line each, in the order in which they are best put right. */
import { hostTraits, isNewToUs, NEWEST_KNOWN } from "../host/HostVersion.ts"
import { displayLine, type DisplayStatus } from "../sources/Display.ts"
import type { Surroundings } from "./Surroundings.ts"

/** What was looked at. */
export type Topic =
  | "user"
  | "files"
  | "sources"
  | "host_version"
  | "ledmatrix"
  | "display"
  | "space"
  | "clock"
  | "time_zone"
  | "git"
  | "registry"
  | "own_files"
  | "leftovers"
  | "settings"

/** `todo` is for a person to put right, `unknown` could not be found out, and neither is `ok`. */
export type DiagnosisStatus = "ok" | "todo" | "unknown"

export interface Diagnosis {
  readonly topic: Topic
  readonly status: DiagnosisStatus
  readonly found: string
  /** What helps, where that depends on what was found. */
  readonly step?: string | undefined
}

type Diagnose = (around: Surroundings) => Diagnosis

/** An install may unpack as much (`store/limits.ts`). */
const BYTES_WANTED = 200 * 1024 * 1024

/** An install may bring as many files, twice: beside the copy that it replaces. */
const FILES_WANTED = 4000

/** Changes of the time zone move a clock by less; more means that it was not set. */
const CLOCK_SLACK_MS = 60_000

const MIB = 1024 * 1024

const is = (topic: Topic, status: DiagnosisStatus, found: string): Diagnosis => ({ topic, status, found })

const user: Diagnose = ({ owner, root, user: runner }) => {
  if (owner === null) return is("user", "unknown", `${root}: its owner could not be read`)
  if (owner.uid === runner.uid) return is("user", "ok", `run as ${runner.name}, who owns ${root}`)
  return is("user", "todo", `run as ${runner.name}, but ${root} belongs to ${owner.name}`)
}

const files: Diagnose = ({ refused, user: runner }) =>
  refused.length === 0
    ? is("files", "ok", `${runner.name} may write all that this program writes`)
    : is(
        "files",
        "todo",
        `${runner.name} may not write ${refused.map(({ owner, path }) => `${path} (it belongs to ${owner.name})`).join(", ")}`
      )

const isRetired = (version: string | null): boolean => hostTraits(version ?? undefined).stateRetired

const sources: Diagnose = ({ hostVersion: version, unreadable }) =>
  unreadable.length === 0
    ? is(
        "sources",
        "ok",
        isRetired(version)
          ? "config, disk and plugin manager can be read"
          : "config, disk, plugin manager and saved state can be read"
      )
    : is("sources", "todo", unreadable.join("; "))

const hostVersion: Diagnose = ({ hostVersion: version }) => {
  if (version === null)
    return is("host_version", "unknown", "it cannot be told; it is taken for older than all that is known")
  return isNewToUs(version)
    ? is(
        "host_version",
        "unknown",
        `${version}, which is newer than this program knows; it is taken for ${NEWEST_KNOWN}`
      )
    : is("host_version", "ok", `${version}, which this program knows`)
}

const ledmatrix: Diagnose = ({ processes }) => {
  if (processes === null) return is("ledmatrix", "unknown", "the processes of this machine could not be read")
  const parts = processes.map(({ part, pid }) => `its ${part} service (process ${pid})`)
  return is(
    "ledmatrix",
    "ok",
    parts.length === 0 ? "LEDMatrix is not running" : `LEDMatrix runs: ${parts.join(" and ")}`
  )
}

/** `unknown` where this program cannot tell whether it treats it rightly. */
const DISPLAY_STATUS: { readonly [status in DisplayStatus]: DiagnosisStatus } = {
  live: "ok",
  stopped: "ok",
  stalled: "todo",
  stale: "unknown",
  unknown: "unknown"
}

const display: Diagnose = ({ display: it }) =>
  it === null
    ? is("display", "ok", "this LEDMatrix does not publish what its display runs")
    : is("display", DISPLAY_STATUS[it.status], displayLine(it))

const space: Diagnose = ({ space: free }) => {
  if (free === null) return is("space", "unknown", "the free space could not be read")
  const room = `${Math.floor(free.bytes / MIB)} MiB${free.files === null ? "" : ` and ${free.files} files`} free`
  const enough = free.bytes >= BYTES_WANTED && (free.files ?? FILES_WANTED) >= FILES_WANTED
  return enough
    ? is("space", "ok", room)
    : is("space", "todo", `${room}; an install may need ${BYTES_WANTED / MIB} MiB and ${FILES_WANTED} files`)
}

const clock: Diagnose = ({ clockSet, configChangedMs, nowMs }) => {
  const now = new Date(nowMs).toISOString()
  if (configChangedMs !== null && configChangedMs > nowMs + CLOCK_SLACK_MS)
    return is(
      "clock",
      "todo",
      `it is ${now} by this machine's clock, but config.json was changed at ${new Date(configChangedMs).toISOString()}`
    )
  return clockSet === false
    ? is("clock", "todo", `it is ${now} by this machine's clock, which was not set from the network yet`)
    : is("clock", "ok", `it is ${now}`)
}

const timeZone: Diagnose = ({ hostVersion: version, timeZone: machine }) =>
  is(
    "time_zone",
    "ok",
    isRetired(version) ? machine : `${machine}, in which LEDMatrix writes the times of its saved state`
  )

const git: Diagnose = ({ git: version }) =>
  version === null
    ? is("git", "todo", "git is not installed; some plugins of the store can only be cloned")
    : is("git", "ok", version)

const through = (proxies: ReadonlyArray<string>): string =>
  proxies.length === 0 ? "" : `, through the proxy of ${proxies.join(", ")}`

const registry: Diagnose = ({ proxies, registry: answer }) => {
  switch (answer._tag) {
    case "Answered":
      return is("registry", "ok", `it answered with ${answer.entries} plugins${through(proxies)}`)
    case "Failed":
      return is("registry", "todo", `${answer.problem}${through(proxies)}`)
    case "Offline":
      return is("registry", "unknown", "it was not asked: the run is offline")
  }
}

/** Anyone else's right to look at what our files tell of settings. */
const OTHERS = 0o077

const ownFiles: Diagnose = ({ ownFilesMode, unreadableRuns }) => {
  if (ownFilesMode === null) return is("own_files", "ok", "data/reconciler is not there yet")
  if ((ownFilesMode & OTHERS) !== 0)
    return is(
      "own_files",
      "todo",
      `data/reconciler can be read by others: mode ${(ownFilesMode & 0o777).toString(8)}`
    )
  return unreadableRuns.length === 0
    ? is("own_files", "ok", "data/reconciler is readable, and by its owner alone")
    : is("own_files", "todo", `no record of a run can be read in ${unreadableRuns.join(", ")}`)
}

const leftovers: Diagnose = ({ stagings }) =>
  stagings.length === 0
    ? is("leftovers", "ok", "no unfinished download lies in the plugins directory")
    : is("leftovers", "todo", `unfinished downloads lie in the plugins directory: ${stagings.join(", ")}`)

const all: ReadonlyArray<Diagnose> = [
  user,
  files,
  sources,
  hostVersion,
  ledmatrix,
  display,
  space,
  clock,
  timeZone,
  git,
  registry,
  ownFiles,
  leftovers
]

/** One diagnosis of each topic. */
export const diagnose = (around: Surroundings): ReadonlyArray<Diagnosis> => all.map((topic) => topic(around))
