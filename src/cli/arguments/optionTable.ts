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

const option = (
  name: string,
  doc: string,
  more: Partial<Omit<OptionSpec, "name" | "doc">> = {}
): OptionSpec => ({
  name,
  kind: "text",
  choices: [],
  repeatable: false,
  env: undefined,
  metavar: "",
  doc,
  ...more
})

const SWITCH = { kind: "switch" } as const

/** Of a command line. No path, address or token is longer, and a word is taken apart with the square of it. */
export const WORD_LENGTH_MAX = 8192

export const AUTHORITIES = ["latest", "state", "config"] as const

export const LOG_LEVELS = ["all", "trace", "debug", "info", "warn", "error", "fatal", "none"] as const

export const LOG_FORMATS = ["logfmt", "json"] as const

/** What every command accepts, before or after its name. */
export const sharedOptions: ReadonlyArray<OptionSpec> = [
  option("root", "Directory of the LEDMatrix installation (default: the current directory)", {
    env: "LEDMATRIX_ROOT",
    metavar: "DIR"
  }),
  option("registry", "Plugin registry: an address or a file (default: the official one)", {
    env: "LEDMATRIX_REGISTRY",
    metavar: "URL|FILE"
  }),
  option(
    "authority",
    "Whose value of `enabled` stands where config and saved state differ (default: latest)",
    {
      kind: "choice",
      choices: AUTHORITIES,
      env: "LEDMATRIX_AUTHORITY"
    }
  ),
  option("system-key", "Another top-level key of config.json that is no plugin; may be repeated", {
    repeatable: true,
    env: "LEDMATRIX_SYSTEM_KEYS",
    metavar: "KEY"
  }),
  option("ledmatrix-version", "LEDMatrix's version (default: what its own source says)", {
    env: "LEDMATRIX_VERSION",
    metavar: "VERSION"
  }),
  option(
    "ledmatrix-cache",
    "LEDMatrix's cache directory (default: the first of its own places that is there)",
    {
      env: "LEDMATRIX_CACHE",
      metavar: "DIR"
    }
  ),
  option("offline", "Use no network; a registry that is a local file stays usable", SWITCH),
  option("github-api", "Where GitHub's API is", { env: "LEDMATRIX_GITHUB_API", metavar: "URL" }),
  option("github-archive", "Where GitHub's archives are", {
    env: "LEDMATRIX_GITHUB_ARCHIVE",
    metavar: "URL"
  }),
  option("settings-file", "File of settings (default: data/reconciler/settings.json below the root)", {
    metavar: "FILE"
  }),
  option("lock-timeout", "How long to wait while another run holds the lock (default: 10 s)", {
    metavar: "DURATION"
  }),
  option("json", "Print one JSON document", SWITCH),
  option("log-level", "What is logged to standard error (default: info)", {
    kind: "choice",
    choices: LOG_LEVELS
  })
]

/** What only some commands accept, after their name. */
export const ownOptions = {
  force: option("force", "Try unrecoverable plugins again, and ask the registry afresh", SWITCH),
  replaceBroken: option(
    "replace-broken",
    "Set aside what cannot be parsed (a plugin's manifest, the saved state) and make it anew",
    SWITCH
  ),
  dryRun: option("dry-run", "Only say what would be done, like check", SWITCH),
  diff: option("diff", "Also show the lines of the files that would change", SWITCH),
  outdated: option("outdated", "Only those that the store has a newer version of; asks the registry", SWITCH),
  all: option("all", "Update every installed plugin", SWITCH),
  preserveConfig: option("preserve-config", "Leave the plugin's settings and secrets where they are", SWITCH),
  yes: option("yes", "Do not ask before secrets are removed", SWITCH),
  host: option("host", "Address to listen on (default: 127.0.0.1); another than loopback needs a token", {
    metavar: "ADDRESS"
  }),
  port: option("port", "Port to listen on (default: 5080; 0 takes a free one)", { metavar: "PORT" }),
  token: option("token", "What requests have to present as a bearer token", {
    env: "LEDMATRIX_TOKEN",
    metavar: "TOKEN"
  }),
  tokenFile: option("token-file", "File that holds that token, so that no list of processes shows it", {
    metavar: "FILE"
  }),
  allowOrigin: option("allow-origin", "Another web page's origin that may ask; may be repeated", {
    repeatable: true,
    metavar: "ORIGIN"
  }),
  allowHost: option("allow-host", "Another name under which this is asked; may be repeated", {
    repeatable: true,
    metavar: "NAME"
  }),
  ledmatrix: option(
    "ledmatrix",
    "LEDMatrix's own web address, to ask its plugin manager and to go through it",
    {
      metavar: "URL"
    }
  ),
  ledmatrixTokenFile: option(
    "ledmatrix-token-file",
    "File with an access token of a LEDMatrix that has a password",
    {
      metavar: "FILE"
    }
  ),
  notify: option("notify", "Webhook that is told when something needs a person, and when it is solved", {
    env: "LEDMATRIX_NOTIFY",
    metavar: "URL"
  }),
  debounce: option(
    "debounce",
    "How long files have to be quiet before they are looked at (default: 250 ms)",
    {
      metavar: "DURATION"
    }
  ),
  resync: option("resync", "How often everything is looked at unasked (default: 5 min)", {
    metavar: "DURATION"
  }),
  desired: option("desired", "Document that says what this sign should be: an address or a file", {
    env: "LEDMATRIX_DESIRED",
    metavar: "URL|FILE"
  }),
  desiredKey: option("desired-key", "Ed25519 public key (minisign's or PEM) that has to have signed it", {
    metavar: "FILE"
  }),
  sign: option("sign", "This sign's name in the document (default: the host name)", {
    env: "LEDMATRIX_SIGN",
    metavar: "NAME"
  }),
  desiredPoll: option("desired-poll", "How often the document is asked for (default: 5 min)", {
    metavar: "DURATION"
  }),
  settle: option(
    "settle",
    "How long a new revision is watched, and taken back if it does harm (default: 10 min)",
    {
      metavar: "DURATION"
    }
  ),
  signs: option("signs", "List of signs that the dashboard shows on a page of their own", {
    metavar: "FILE"
  }),
  exportSettings: option("settings", "With the plugins' settings, without what may be secret", SWITCH),
  pin: option("pin", "With the installed versions", SWITCH),
  lasting: option("for", "With pause: until when, as a duration (default: until resume)", {
    metavar: "DURATION"
  }),
  logFormat: option("log-format", "How logs are written (default: logfmt)", {
    kind: "choice",
    choices: LOG_FORMATS,
    env: "LEDMATRIX_LOG_FORMAT"
  }),
  watch: option("watch", "Go on until it is interrupted, and show what is different then", SWITCH),
  group: option("group", "Only the signs of this group of the list", { metavar: "GROUP" }),
  revision: option("revision", "Revision that is rolled out: the sha256 of the published document", {
    metavar: "REVISION"
  }),
  maxFailed: option("max-failed", "Share of the signs that tried it which may take it back (default: 2%)", {
    metavar: "SHARE"
  }),
  maxUnknown: option("max-unknown", "Share of all signs that may not answer (default: 10%)", {
    metavar: "SHARE"
  }),
  minReports: option("min-reports", "How many signs must have it and lack nothing (default: 10)", {
    metavar: "NUMBER"
  }),
  soak: option("soak", "For how long each of these must have had it (default: 10 min)", {
    metavar: "DURATION"
  }),
  choose: option("choose", "Which of the ways that the finding names", { metavar: "NAME" }),
  keep: option("keep", "Leave the demonstration's directory in place", SWITCH)
} as const
