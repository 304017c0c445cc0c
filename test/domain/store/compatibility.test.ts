/** LEDMatrix's version gate, as a table. */
import { assert, describe, it } from "@effect/vitest"
import { incompatibility } from "../../../src/domain/store/compatibility.ts"

const floor = (version: unknown) => ({ min_ledmatrix_version: version })
const ranges = (...compatible_versions: ReadonlyArray<unknown>) => ({ compatible_versions })

const rows: ReadonlyArray<
  readonly [
    title: string,
    manifest: { readonly [field: string]: unknown },
    core: string | undefined,
    fits: boolean
  ]
> = [
  ["nothing declared", {}, "3.2.0", true],
  ["a floor below", floor("3.1.0"), "3.2.0", true],
  ["a floor that is reached", floor("3.2.0"), "3.2.0", true],
  ["a floor above", floor("3.2.1"), "3.2.0", false],
  ["a floor with a v", floor("v3.3"), "3.2.0", false],
  ["a floor that only a pre-release is above", floor("3.2.0-beta"), "3.2.0", true],
  ["a floor that a pre-release reaches", floor("3.2.0"), "3.2.0-rc.1", true],
  ["a floor above by its second part alone", floor("3.10"), "3.2.0", false],
  ["a floor above by its third part alone", floor("3.2.10"), "3.2.9", false],
  ["a floor below by its third part alone", floor("3.2.1"), "3.2.5", true],
  ["a floor of one part, of two digits", floor("12"), "3.2.0", false],
  ["a floor of one part", floor("4"), "3.2.0", false],
  ["a floor in spaces", floor(" 4.0.0 "), "3.2.0", false],
  [
    "an empty floor before another",
    { ...floor(""), requires: { min_ledmatrix_version: "4" } },
    "3.2.0",
    false
  ],
  ...[0, false, null].map(
    (none) =>
      [
        `${none} for a floor before another`,
        { ...floor(none), requires: { min_ledmatrix_version: "4" } },
        "3.2.0",
        false
      ] as const
  ),
  [
    "a blank floor before another, which it hides",
    { ...floor(" "), requires: { min_ledmatrix_version: "4" } },
    "3.2.0",
    true
  ],
  [
    "a floor that is no text before another, which it hides",
    { ...floor(3), requires: { min_ledmatrix_version: "4" } },
    "3.2.0",
    true
  ],
  ["a floor behind something else", floor("core 4.0.0"), "3.2.0", false],
  ["a floor behind an operator", floor(">=4.0.0"), "3.2.0", false],
  ["a floor with a large v", floor("V4.0.0"), "3.2.0", false],
  ["a floor with a number in its suffix", floor("3.2.0-beta1"), "3.2.0", false],
  ["an unreadable floor", floor("latest"), "3.2.0", true],
  ["a floor that is no text", floor(4), "3.2.0", true],
  ["a floor under requires", { requires: { min_ledmatrix_version: "4.0.0" } }, "3.2.0", false],
  ["the newest version's floor", { versions: [{ ledmatrix_min_version: "4.0.0" }] }, "3.2.0", false],
  ["the newest version's floor, old spelling", { versions: [{ ledmatrix_min: "4.0.0" }] }, "3.2.0", false],
  ["an older version's floor", { versions: [{}, { ledmatrix_min: "4.0.0" }] }, "3.2.0", true],
  [
    "a low floor of its own before the newest version's",
    { ...floor("2.0.0"), versions: [{ ledmatrix_min: "4.0.0" }] },
    "3.2.0",
    true
  ],
  ["a range that holds", ranges(">=2.0.0"), "3.2.0", true],
  ["a range that does not", ranges("<3.0.0"), "3.2.0", false],
  ["one of several ranges", ranges("<1.0.0", "^3.0.0"), "3.2.0", true],
  ["none of several ranges", ranges("<1.0.0", "~3.1.0"), "3.2.0", false],
  ["a range from to", ranges("3.0.0 - 3.2.0"), "3.2.0", true],
  ["exactly another version", ranges("3.1.9"), "3.2.0", false],
  ["a range for a pre-release of the same", ranges(">=3.2.0-beta"), "3.2.0", true],
  ["a range above a pre-release of the same", ranges(">3.2.0-beta"), "3.2.0", false],
  ["unreadable ranges", ranges("latest", 5), "3.2.0", true],
  ["a range that does not hold beside an unreadable one", ranges("<1.0.0", "latest"), "3.2.0", false],
  ["a range that holds beside an unreadable one", ranges("latest", "^3.1"), "3.2.0", true],
  ["a range above one part", ranges(">3"), "3.2.0", true],
  ["a range below two parts", ranges("<3.2"), "3.2.0", false],
  ["a range around one part", ranges("~3"), "3.2.0", false],
  ["a range around two parts", ranges("~3.2"), "3.2.9", true],
  ["a range up to one part", ranges("<=3"), "3.2.0", false],
  ["a caret of the major version before", ranges("^2.9.9"), "3.0.0", false],
  ["a range with a v", ranges(">=v3.8.0"), "3.2.0", false],
  ["exactly this version, with a v and spaces", ranges(" v3.2 "), "3.2.0", true],
  ["exactly this version, with a build", ranges("3.2.0+x.y_z"), "3.2.0", true],
  ["a range with an x, which is not read", ranges("3.4.x"), "3.2.0", true],
  ["two ranges in one, which are not read", ranges(">=2.0.0 <3.0.0"), "3.2.0", true],
  ["any version, which is not read", ranges("*"), "3.2.0", true],
  ["a range with an equals sign, which is not read", ranges("=3.1.0"), "3.2.0", true],
  ["an empty range", ranges("", " "), "3.2.0", true],
  ["a range from to without an end", ranges("3.3.0 - "), "3.2.0", true],
  ["a range from to that begins later", ranges("3.2.1 - 4"), "3.2.0", false],
  ["a range from to that ended", ranges("2 - 3"), "3.2.0", false],
  ["a range from to that begins with this version", ranges("3.2.0 - 4"), "3.2.0", true],
  ["a range from to without a beginning that can be read", ranges("x - 3.1.0"), "3.2.0", true],
  ["a range up to this version", ranges("<=3.2.0"), "3.2.0", true],
  ["a range up to a later version", ranges("<=3.2.1"), "3.2.0", true],
  ["a range below a later version", ranges("<3.2.1"), "3.2.0", true],
  ["a range below this version", ranges("<3.2.0"), "3.2.0", false],
  ["a tilde of this version", ranges("~3.2.0"), "3.2.0", true],
  ["a tilde of a later patch", ranges("~3.2.1"), "3.2.0", false],
  ["a caret of this version", ranges("^3.2.0"), "3.2.0", true],
  ["a caret of a later minor version", ranges("^3.3.0"), "3.2.0", false],
  ["a range above the first core that reports its version", ranges(">=3.0.0"), "2.0.0", false],
  ["a range in spaces", ranges(" < 1.0.0 "), "3.2.0", false],
  ["a range that is a list", ranges(["<1.0.0"]), "3.2.0", true],
  ["ranges that are no list", { compatible_versions: ">=9" }, "3.2.0", true],
  ["no ranges", ranges(), "3.2.0", true],
  ["an unknown core below no floor", ranges("<3.0.0"), undefined, true],
  ["an unknown core and a floor of 2.0.0", floor("2.0.0"), undefined, true],
  ["an unknown core and a floor above 2.0.0", floor("2.0.1"), undefined, false],
  ["a core that does not report its own version", ranges(">=2.0.0"), "1.0.0", true],
  ["such a core and a floor above 2.0.0", floor("3.0.0"), "1.0.0", false],
  ["a core that reports no version", floor("2.0.0"), "dev", true]
]

describe("the version gate", () => {
  it.each(rows)("judges %s", (_title, manifest, core, fits) => {
    assert.strictEqual(incompatibility(manifest, core) === undefined, fits)
  })
})
