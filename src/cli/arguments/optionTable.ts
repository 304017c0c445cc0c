/**
 * Every option of the program, once. Effect's command line and the reader of plain lines are both
 * derived from this table, so that they cannot differ in what they know.
 */

export interface OptionSpec {
  /** Long name, without the dashes. */
  readonly name: string
  /** A `switch` takes no value, a `choice` one of `choices`, a `text` any. */
  readonly kind: "switch" | "text" | "choice"
  readonly choices: ReadonlyArray<string>
  readonly repeatable: boolean
  /** The environment variable that stands in where the flag is not given. */
  readonly env: string | undefined
  readonly metavar: string
  readonly doc: string
}

type Row = Omit<OptionSpec, "name" | "doc" | "env">

const row =
  (kind: Row) =>
  (name: string, doc: string, env?: string): OptionSpec => ({ ...kind, name, doc, env })

const NONE: ReadonlyArray<string> = []

const flag = row({ kind: "switch", choices: NONE, repeatable: false, metavar: "" })

const oneOf = (choices: ReadonlyArray<string>) =>
  row({ kind: "choice", choices, repeatable: false, metavar: "" })

const text = (metavar: string) => row({ kind: "text", choices: NONE, repeatable: false, metavar })

const texts = (metavar: string) => row({ kind: "text", choices: NONE, repeatable: true, metavar })

/** Of a command line. No path, address or token is longer, and a word is taken apart with the square of it. */
export const ARGUMENT_LENGTH_MAX = 8192

export const AUTHORITIES = ["latest", "state", "config"] as const

export const LOG_LEVELS = ["all", "trace", "debug", "info", "warn", "error", "fatal", "none"] as const

export const LOG_FORMATS = ["logfmt", "json"] as const

/** What every command accepts, before or after its name. */
export const sharedOptions: ReadonlyArray<OptionSpec> = [
  text("DIR")(
    "root",
    "Directory of the LEDMatrix installation (default: the current directory)",
    "LEDMATRIX_ROOT"
  ),
  text("URL|FILE")(
    "registry",
    "Plugin registry: an address or a file (default: the official one)",
    "LEDMATRIX_REGISTRY"
  ),
  oneOf(AUTHORITIES)(
    "authority",
    "Whose value of `enabled` stands where config and saved state differ (default: latest)",
    "LEDMATRIX_AUTHORITY"
  ),
  texts("KEY")(
    "system-key",
    "Another top-level key of config.json that is no plugin; may be repeated",
    "LEDMATRIX_SYSTEM_KEYS"
  ),
  text("VERSION")(
    "ledmatrix-version",
    "LEDMatrix's version (default: what its own source says)",
    "LEDMATRIX_VERSION"
  ),
  text("DIR")(
    "ledmatrix-cache",
    "LEDMatrix's cache directory (default: the first of its own places that is there)",
    "LEDMATRIX_CACHE"
  ),
  flag("offline", "Use no network; a registry that is a local file stays usable"),
  text("URL")("github-api", "Where GitHub's API is", "LEDMATRIX_GITHUB_API"),
  text("URL")("github-archive", "Where GitHub's archives are", "LEDMATRIX_GITHUB_ARCHIVE"),
  text("FILE")("settings-file", "File of settings (default: data/reconciler/settings.json below the root)"),
  text("DURATION")("lock-timeout", "How long to wait while another run holds the lock (default: 10 s)"),
  flag("json", "Print one JSON document"),
  oneOf(LOG_LEVELS)("log-level", "What is logged to standard error (default: info)")
]

/** What only some commands accept, after their name. */
export const ownOptions = {
  force: flag("force", "Try unrecoverable plugins again, and ask the registry afresh"),
  replaceBroken: flag(
    "replace-broken",
    "Set aside what cannot be parsed (a plugin's manifest, the saved state) and make it anew"
  ),
  dryRun: flag("dry-run", "Only say what would be done, like check"),
  diff: flag("diff", "Also show the lines of the files that would change"),
  outdated: flag("outdated", "Only those that the store has a newer version of; asks the registry"),
  all: flag("all", "Update every installed plugin"),
  preserveConfig: flag("preserve-config", "Leave the plugin's settings and secrets where they are"),
  yes: flag("yes", "Do not ask before secrets are removed"),
  host: text("ADDRESS")(
    "host",
    "Address to listen on (default: 127.0.0.1); another than loopback needs a token"
  ),
  port: text("PORT")("port", "Port to listen on (default: 5080; 0 takes a free one)"),
  token: text("TOKEN")("token", "What requests have to present as a bearer token", "LEDMATRIX_TOKEN"),
  tokenFile: text("FILE")("token-file", "File that holds that token, so that no list of processes shows it"),
  allowOrigin: texts("ORIGIN")("allow-origin", "Another web page's origin that may ask; may be repeated"),
  allowHost: texts("NAME")("allow-host", "Another name under which this is asked; may be repeated"),
  ledmatrix: text("URL")(
    "ledmatrix",
    "LEDMatrix's own web address, to ask its plugin manager and to go through it"
  ),
  ledmatrixTokenFile: text("FILE")(
    "ledmatrix-token-file",
    "File with an access token of a LEDMatrix that has a password"
  ),
  notify: text("URL")(
    "notify",
    "Webhook that gets a message when something needs a person, and when it is solved",
    "LEDMATRIX_NOTIFY"
  ),
  debounce: text("DURATION")(
    "debounce",
    "How long files have to be quiet before they are looked at (default: 250 ms)"
  ),
  resync: text("DURATION")("resync", "How often everything is looked at unasked (default: 5 min)"),
  desired: text("URL|FILE")(
    "desired",
    "Document that says what this sign should be: an address or a file",
    "LEDMATRIX_DESIRED"
  ),
  desiredKey: text("FILE")(
    "desired-key",
    "Ed25519 public key (minisign's or PEM) that has to have signed it"
  ),
  sign: text("NAME")("sign", "This sign's name in the document (default: the host name)", "LEDMATRIX_SIGN"),
  desiredPoll: text("DURATION")("desired-poll", "How often the document is asked for (default: 5 min)"),
  settle: text("DURATION")(
    "settle",
    "How long a new revision is watched, and taken back if it does harm (default: 10 min)"
  ),
  signs: text("FILE")("signs", "List of signs that the dashboard shows on a page of their own"),
  exportSettings: flag("settings", "With the plugins' settings, without what may be secret"),
  pin: flag("pin", "With the installed versions"),
  lasting: text("DURATION")("for", "With pause: until when, as a duration (default: until resume)"),
  logFormat: oneOf(LOG_FORMATS)(
    "log-format",
    "How logs are written (default: logfmt)",
    "LEDMATRIX_LOG_FORMAT"
  ),
  watch: flag("watch", "Go on until it is interrupted, and show what is different then"),
  group: text("GROUP")("group", "Only the signs of this group of the list"),
  revision: text("REVISION")("revision", "Revision that is rolled out: the sha256 of the published document"),
  maxFailed: text("SHARE")(
    "max-failed",
    "Share of the signs that tried it which may take it back (default: 2%)"
  ),
  maxUnknown: text("SHARE")("max-unknown", "Share of all signs that may not answer (default: 10%)"),
  minReports: text("NUMBER")("min-reports", "How many signs must have it and lack nothing (default: 10)"),
  soak: text("DURATION")("soak", "For how long each of these must have had it (default: 10 min)"),
  choose: text("NAME")("choose", "Which of the ways that the finding names"),
  keep: flag("keep", "Leave the demonstration's directory in place")
} as const
