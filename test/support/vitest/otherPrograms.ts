/** Programs beside Node and npm that specifications start. Where one is missing, what needs it is left out. */
import { spawnSync } from "node:child_process"
import { existsSync } from "node:fs"

/** Where Chromium is: the variable `CHROMIUM`, or where Debian puts it. */
export const CHROMIUM = process.env["CHROMIUM"] ?? "/usr/bin/chromium"

export const has = (program: string): boolean =>
  spawnSync(program, ["--version"], { stdio: "ignore" }).status === 0

interface OtherProgram {
  readonly name: string
  readonly isThere: boolean
  /** What is not tried without it. */
  readonly what: string
  /** The Debian package that brings it. */
  readonly from: string
}

interface NeededByFiles extends OtherProgram {
  readonly files: ReadonlyArray<string>
}

/** Whole files cannot do without these. */
const neededByFiles: ReadonlyArray<NeededByFiles> = [
  {
    name: CHROMIUM,
    isThere: existsSync(CHROMIUM),
    what: "the dashboard in a browser",
    from: "chromium",
    files: ["dashboard/browser/**/*.test.ts"]
  },
  {
    name: "git",
    isThere: has("git"),
    what: "checkouts, clones, and when an archive was made",
    from: "git",
    files: [
      "node/NodeGitProgram.test.ts",
      "cli/fleet/{firstCommit,workflow}.test.ts",
      "packaging/archive.test.ts",
      "services/disk/checkouts/{checkouts,localChanges}.test.ts",
      "services/store/fetch/cloneRepository*.test.ts"
    ]
  }
]

/** The same, but no machine has to have them: bash is tried everywhere. */
const shells: ReadonlyArray<NeededByFiles> = ["zsh", "fish"].map((name) => ({
  name,
  isThere: has(name),
  what: `completion in ${name}`,
  from: name,
  files: [`cli/completion/${name}.test.ts`]
}))

/** Single specifications ask for these themselves, and are shown as skipped. */
const neededBySome: ReadonlyArray<OtherProgram> = [
  { name: "script", isThere: has("script"), what: "output on a terminal", from: "bsdutils" },
  {
    name: "systemd-analyze",
    isThere: has("systemd-analyze"),
    what: "what systemd says of the unit",
    from: "systemd"
  },
  {
    name: "systemd-notify",
    isThere: has("systemd-notify"),
    what: "notices through a real socket",
    from: "systemd"
  },
  {
    name: "prometheus",
    isThere: has("prometheus") && has("promtool"),
    what: "scraping, alerts and the dashboard's queries",
    from: "prometheus"
  },
  { name: "python3", isThere: has("python3"), what: "notices through a real socket", from: "python3" }
]

const told = ({ from, name, what }: OtherProgram): string =>
  `Left out for want of ${name}: ${what} (apt-get install ${from})`

/** Files that cannot run here, as patterns. */
export const filesLeftOut: ReadonlyArray<string> = [...neededByFiles, ...shells].flatMap(
  ({ files, isThere }) => (isThere ? [] : files)
)

/** One line for each program that is missing; `CI=true` leaves out no file. */
export const tellWhatIsLeftOut = (): void => {
  const whole = neededByFiles.filter(({ isThere }) => !isThere).map(told)
  if (process.env["CI"] === "true" && whole.length > 0)
    throw new Error(`Under CI=true none may be missing. ${whole.join(". ")}`)
  const some = [...shells, ...neededBySome].filter(({ isThere }) => !isThere).map(told)
  for (const line of [...whole, ...some]) process.stderr.write(`${line}\n`)
}
