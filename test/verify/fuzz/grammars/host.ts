/** What LEDMatrix says of itself: its version in its source, and what its display published. */
import {
  anyOf,
  boolean,
  constant,
  document,
  junk,
  list,
  type Make,
  mostly,
  object,
  scalar,
  strange,
  string,
  table
} from "./json.ts"
import { id, version } from "./words.ts"

const VERSIONS: readonly [string, ...ReadonlyArray<string>] = [
  "1.0.0",
  "3.2.0",
  "3.4.9",
  "3.5.0",
  "3.7.10",
  "3.8.0",
  "v3.8",
  "3.8.0-beta.1",
  "4.1.0",
  "99.0"
]

/** Of every kind of sign; most of them are named plainly. */
export const hostVersion: Make = mostly((random) => random.pick(VERSIONS), anyOf(version, strange))

/** LEDMatrix's `src/__init__.py`. */
export const hostSource: Make = mostly(
  (random) => `"""LEDMatrix."""\n__version__ = "${hostVersion(random)}"\n`,
  anyOf(strange, (random) => `__version__ = ${strange(random)}`)
)

/** The clock of the runs begins in 2026; some of these are near it. */
const seconds = (nowSeconds: number): Make =>
  anyOf(
    (random) => String(nowSeconds - random.int(200)),
    (random) => String(nowSeconds + random.int(100_000) - 50_000),
    scalar
  )

const error = (words: Make): Make =>
  anyOf(
    constant("null"),
    object({ type: string(strange), message: string(words), at: scalar, recoverable: boolean }),
    junk
  )

const snapshot = (nowSeconds: number, words: Make): Make =>
  object({
    schema: mostly(constant("1"), scalar),
    running: mostly(constant("true"), boolean),
    published_at: seconds(nowSeconds),
    started_at: seconds(nowSeconds),
    stale_after: anyOf(constant("180"), scalar),
    pid: anyOf(constant("1"), constant("999999"), scalar),
    plugins: mostly(
      table(
        id,
        mostly(
          object({
            loaded: mostly(boolean, scalar),
            state: string(anyOf(constant("enabled"), constant("error"), strange)),
            error: error(words),
            version: anyOf(string(version), constant("null"), scalar),
            loaded_at: seconds(nowSeconds),
            modes: list(string(strange), 2)
          }),
          junk
        )
      ),
      junk
    )
  })

/** `plugin_runtime_snapshot.json`, as the cache wraps it or bare. */
export const published = (nowSeconds: number, words: Make = strange): Make =>
  document(
    mostly(
      anyOf(object({ data: snapshot(nowSeconds, words), timestamp: scalar }), snapshot(nowSeconds, words)),
      junk
    )
  )
