/**
 * What is proven, and over which states. `quick` is what every run of the tests searches; `whole` is what
 * `npm run prove` does, with more values held apart than the looks show to be necessary.
 */
import { localIsoTime } from "../../../../src/domain/text/isoTime.ts"
import { rules } from "../../../../src/reconcile/judge/detect.ts"
import { lookProof, managerProof } from "./proofs/lookProof.ts"
import { forMemory, memoryProof } from "./proofs/memoryProof.ts"
import { ANY_DESIRED, ANY_DISPLAY, type Narrow, NOW, onePlugin } from "./spaces/onePlugin.ts"
import { neighbourProof, pairProof } from "./proofs/pairProof.ts"
import type { Proof } from "./proof.ts"
import { runProof } from "./proofs/runProof.ts"
import { LONG, type PairNarrow, SHORT } from "./spaces/twoPlugins.ts"
import { desiredProof } from "./proofs/desiredProof.ts"
import { undoneProof } from "./proofs/undoneProof.ts"

const CLOCK = "clock"
const NO_ID = "not an id"
const PREFIXED = "ledmatrix-clock"

/**
 * Rule 5 says five things that do not depend on each other. A record's time is only carried over. So two
 * spaces do: every record beside every directory that is not broken; every directory, broken ones too, beside
 * a few records.
 */
const RECORDS = {
  systemKey: ["no", "listed"],
  recordTime: [undefined],
  otherNameMarked: [false],
  ownDirectory: ["free", "plugin", "namesake", "taken"]
} as const satisfies Narrow
export const DIRECTORIES = {
  systemKey: ["no", "listed"],
  record: ["none", "object"],
  recorded: [true, "bad"],
  status: ["fits"],
  recordVersion: [undefined, null],
  recordTime: [undefined]
} as const satisfies Narrow

const ALONE = { otherDirectory: ["free"], otherSpelling: ["free"] } as const satisfies Narrow

/** A look asks nothing of the outside. */
export const LOOK = {
  fetch: ["absent"],
  putBack: ["done"],
  editConfig: ["done"],
  editState: ["done"]
} as const satisfies Narrow

/** Two directories with one id, where LEDMatrix decides between them. */
export const DECIDED = {
  decides: [true],
  state: ["read"],
  tombstoned: [false],
  otherDirectory: ["plugin"],
  unrecoverable: ["no"]
} as const satisfies Narrow

/** A plugin that is not on disk, and whatever the store may say of it. */
export const WITHOUT = {
  configReadable: [true],
  diskReadable: [true],
  state: ["read", "retired"],
  systemKey: ["no"],
  key: ["entry"],
  entryVersion: [undefined],
  record: ["none"],
  agreed: [undefined],
  replaced: ["nothing"],
  otherNameMarked: [false],
  ownDirectory: ["free", "broken", "byte_order_mark"],
  otherDirectory: ["free"],
  otherSpelling: ["free"],
  registryNameMarked: [false, true],
  foundId: [undefined, "itself", "no id", "another"],
  registry: [
    "none",
    "has it",
    "has it as alias",
    "lacks it",
    "has one like it",
    "lacked it",
    "had one like it",
    "unsure"
  ]
} as const satisfies Narrow

/** A key of LEDMatrix's template, and what may say that it is a plugin's. */
export const TEMPLATE = {
  systemKey: ["template"],
  replaceBroken: [false],
  storeAvailable: [true],
  otherNameMarked: [false],
  otherSpelling: ["free"],
  unrecoverable: ["no"],
  entryVersion: [undefined],
  recordVersion: [undefined, null],
  recordTime: [undefined],
  agreed: [undefined],
  replaced: ["nothing"],
  status: ["fits"],
  registry: ["none", "has it"]
} as const satisfies Narrow

const named = (what: string, proof: Proof): Proof => ({ ...proof, title: `${proof.title}, ${what}` })

const looksIn = (what: string, narrow: Narrow): ReadonlyArray<Proof> =>
  rules.map(({ type }) => named(what, lookProof(type, onePlugin(CLOCK, { ...LOOK, ...narrow }))))

export const looks = (): ReadonlyArray<Proof> => [
  ...rules
    .filter(({ type }) => type !== "plugin_state_corrupted")
    .map(({ type }) => lookProof(type, onePlugin(CLOCK, { ...LOOK, ...ANY_DISPLAY }))),
  named("every record", lookProof("plugin_state_corrupted", onePlugin(CLOCK, { ...LOOK, ...RECORDS }))),
  named(
    "every directory",
    lookProof("plugin_state_corrupted", onePlugin(CLOCK, { ...LOOK, ...DIRECTORIES }))
  ),
  // Where the id itself matters: what is no id, and what has the prefix.
  lookProof("plugin_missing_on_disk", onePlugin(NO_ID, LOOK)),
  lookProof("plugin_missing_on_disk", onePlugin(PREFIXED, LOOK)),
  // For rule 5, what is no id counts where a directory is broken, and a record has nothing to do with that.
  ...[{ record: ["none"] } as const, { ownDirectory: ["free", "plugin"], ...ALONE } as const].map((narrow) =>
    lookProof("plugin_state_corrupted", onePlugin(NO_ID, { ...LOOK, ...DIRECTORIES, ...narrow }))
  ),
  ...looksIn("where LEDMatrix decides between two directories", { ...DIRECTORIES, ...DECIDED }),
  ...looksIn("whatever the store says", WITHOUT),
  ...looksIn("under a key of LEDMatrix's template", TEMPLATE),
  ...rules.flatMap(({ type }) => [neighbourProof(type, SHORT), neighbourProof(type, LONG)])
]

const MINUTE_AGO = NOW - 60_000

/** Times only tell which side changed last: one of each that tells, or does not. */
const APART = {
  manager: ["silent"],
  recordTime: [localIsoTime(MINUTE_AGO)],
  configTime: [MINUTE_AGO - 60_000, MINUTE_AGO + 2001],
  replaced: ["nothing", "this"],
  entryVersion: [undefined],
  recordVersion: [undefined, null, "0.9.0"],
  otherNameMarked: [false],
  editConfig: ["done"],
  editState: ["done"]
} as const satisfies Narrow

/**
 * Values that the looks show to be judged alike are there once: a status that is none is a fault; a system key
 * holds no entry; whose failure is remembered does not matter. Of the other spelling the pairs speak.
 */
export const ALIKE = {
  ...APART,
  ownDirectory: ["free", "plugin", "namesake", "broken", "taken"],
  systemKey: ["no"],
  status: ["fits", "contradicts", "error"],
  otherSpelling: ["free"],
  unrecoverable: ["no", "process"],
  fetch: [{ version: "2.0.0" }, { refused: "bad_manifest" }, "absent", "unreachable"]
} as const satisfies Narrow

/** What decides between two sides that a desired state overrules, or that no document speaks of. */
const ORDINARILY_READ = {
  state: ["read", "retired"],
  authority: ["state", "config"],
  replaceBroken: [false],
  agreed: [undefined],
  replaced: ["nothing"],
  configTime: [MINUTE_AGO - 60_000],
  lost: [false],
  fault: [false],
  version: ["1.0.0"],
  recordVersion: [null],
  status: ["fits"],
  record: ["none", "object"],
  otherDirectory: ["free"],
  fetch: [{ version: "2.0.0" }, { refused: "bad_manifest" }, "absent", "unreachable"]
} as const satisfies Narrow

const ASKING = {
  ...ALIKE,
  ...WITHOUT,
  ownDirectory: ["free", "broken"],
  unrecoverable: ["no", "process", "remembered", "ended"]
} as const

const DECIDING = {
  ...ALIKE,
  ...DECIDED,
  configReadable: [true],
  authority: ["latest"],
  agreed: [undefined],
  replaced: ["nothing"]
} as const

const TEMPLATED = { ...ALIKE, ...TEMPLATE } as const

const UNMARKING = {
  ...ALIKE,
  authority: ["latest"],
  replaceBroken: [true],
  ownDirectory: ["byte_order_mark"],
  agreed: [undefined],
  replaced: ["nothing"],
  fault: [false]
} as const

const ANY_EDIT = { editConfig: ["done", "full"], editState: ["done", "full"] } as const satisfies Narrow

const FAILING = {
  ...ALIKE,
  configReadable: [true],
  diskReadable: [true],
  marksReadable: [true],
  state: ["read"],
  agreed: [undefined],
  replaced: ["nothing"],
  tombstoned: [false],
  otherDirectory: ["free"],
  status: ["fits", "contradicts"],
  copied: [false],
  fetch: [{ version: "2.0.0" }, "unreachable"],
  ...ANY_EDIT
} as const satisfies Narrow

/** An undone finding is recognized by all that the sources say: what no repair depends on stays one value. */
export const UNDONE = {
  ...ALIKE,
  configReadable: [true],
  enabled: [true, false, "other"],
  recordVersion: [null, "0.9.0"],
  agreed: [undefined],
  replaced: ["nothing"],
  configTime: [MINUTE_AGO - 60_000],
  authority: ["state"],
  fault: [false],
  version: ["1.0.0"],
  ownDirectory: ["free", "plugin", "broken"],
  otherDirectory: ["free"],
  status: ["fits", "contradicts"],
  tombstoned: [false],
  unrecoverable: ["no"],
  storeAvailable: [true],
  fetch: [{ version: "2.0.0" }],
  putBack: ["done"]
} as const satisfies Narrow

/** What was uninstalled minutes ago is judged as what is marked; unread marks and no store, as of one plugin. */
export const PAIRS = {
  record: ["on", "bad"],
  authority: ["state"],
  marksReadable: [true],
  storeAvailable: [true],
  tombstoned: [false],
  unrecoverable: ["no"],
  otherMarked: [false]
} as const satisfies PairNarrow

/** A document that names the plugin. What is agreed on, and whose time is later, has no say where `enabled` is wanted. */
const DESIRED = {
  ...ALIKE,
  ...ORDINARILY_READ,
  named: [true],
  kept: [false],
  others: ["keep"],
  wantsVersion: [undefined, "2.0.0"],
  wantsSettings: ["nothing", "other", "none"]
} as const satisfies Narrow

/** Whatever version it wants and the store has. */
export const VERSIONS = {
  ...DESIRED,
  configReadable: [true],
  diskReadable: [true],
  marksReadable: [true],
  key: ["free", "entry"],
  enabled: [true],
  settings: [false],
  recorded: [true],
  recordVersion: [null, "0.9.0"],
  marked: [false],
  tombstoned: [false],
  ownDirectory: ["free", "plugin"],
  version: ["1.0.0", undefined],
  unrecoverable: ["no", "process", "remembered", "ended"],
  wantsAbsent: [false],
  wantsEnabled: [undefined],
  wantsVersion: [undefined, "1.0.0", "2.0.0", "latest"],
  wantsSettings: ["nothing", "same", "other", "gone", "none"],
  registry: ["none", "has it", "lacks it", "lacked it", "unsure"]
} as const satisfies Narrow

/** One that does not name it. */
const UNNAMED = {
  ...ALIKE,
  ...ORDINARILY_READ,
  named: [false],
  unrecoverable: ["no"],
  settings: [false, true]
} as const satisfies Narrow

/** Two directories hold the plugin. */
const TWICE = {
  ownDirectory: ["free", "plugin", "taken"],
  otherDirectory: ["plugin"],
  decides: [false, true]
} as const satisfies Narrow

const DESIRED_UNDONE = {
  ...UNDONE,
  undone1: ["no"],
  undone2: ["no"],
  undone3: ["no"],
  undone4: ["no"],
  undone5: ["no"],
  undone6: ["no", "yes", "once"],
  ...ANY_DESIRED,
  named: [true],
  kept: [false],
  others: ["keep"],
  state: ["read", "retired"],
  ownDirectory: ["free", "plugin"],
  wantsVersion: [undefined, "2.0.0"],
  wantsSettings: ["nothing", "other", "gone"]
} as const satisfies Narrow

const MANAGER = { ...ALIKE, replaceBroken: [false], storeAvailable: [true] } as const satisfies Narrow

export const managers = (): ReadonlyArray<Proof> => [managerProof(onePlugin(CLOCK, MANAGER))]

const desires = (): ReadonlyArray<Proof> => [
  desiredProof("runs towards a desired state", DESIRED),
  desiredProof("runs towards a desired version", VERSIONS),
  desiredProof("runs towards a desired state of a plugin in two directories", { ...DESIRED, ...TWICE }),
  desiredProof("runs beside a desired state that does not name the plugin", UNNAMED),
  desiredProof("runs beside one that does not name a plugin in two directories", { ...UNNAMED, ...TWICE }),
  undoneProof(DESIRED_UNDONE, "runs where the repairs of a desired state were undone")
]

const corners = (): ReadonlyArray<Proof> => [
  runProof("runs over a plugin that the store may not have", onePlugin(CLOCK, ASKING)),
  runProof("runs where LEDMatrix decides between two directories", onePlugin(CLOCK, DECIDING)),
  runProof("runs over a key of LEDMatrix's template", onePlugin(CLOCK, TEMPLATED)),
  runProof("runs that take off a byte-order mark", onePlugin(CLOCK, UNMARKING))
]

/** As few states of each as come by every branch, and find what is planted in `desiredMutations.ts`. */
export const FEW_DESIRED = {
  ...DESIRED,
  systemKey: ["no", "listed"],
  recorded: [true],
  enabled: [true, "other"],
  // Whatever version is wanted is a search of its own.
  wantsVersion: [undefined]
} as const satisfies Narrow

export const FEW_UNNAMED = { ...UNNAMED, ...TWICE, recorded: [true] } as const satisfies Narrow

export const FEW_UNDONE = {
  ...DESIRED_UNDONE,
  recorded: [true],
  ownDirectory: ["plugin"],
  wantsVersion: [undefined]
} as const satisfies Narrow

export const fewDesires = (): ReadonlyArray<Proof> => [
  desiredProof("a few runs towards a desired state", FEW_DESIRED),
  desiredProof("runs towards a desired version", VERSIONS),
  desiredProof("a few runs beside a desired state that does not name the plugin", FEW_UNNAMED),
  undoneProof(FEW_UNDONE, "a few runs where the repairs of a desired state were undone")
]

export const runs = (): ReadonlyArray<Proof> => [
  runProof("runs over one plugin", onePlugin(CLOCK, ALIKE)),
  runProof("runs in which edits fail", onePlugin(CLOCK, FAILING)),
  ...corners()
]

const gone = (): Proof =>
  named(
    "of what is gone",
    memoryProof({ ...forMemory, diskReadable: [true, false], key: ["free"], record: ["none"] })
  )

export const memories = (): ReadonlyArray<Proof> => [undoneProof(UNDONE), memoryProof(forMemory), gone()]

export const pairs = (): ReadonlyArray<Proof> => [pairProof(PAIRS)]

/** What every run of the tests searches. */
export const quick = (): ReadonlyArray<Proof> => [
  ...looks(),
  ...managers(),
  ...runs(),
  ...fewDesires(),
  ...memories(),
  ...pairs()
]

/** What `npm run prove` searches. */
export const whole = (): ReadonlyArray<Proof> => [
  ...looks(),
  ...managers(),
  runProof("runs over one plugin", onePlugin(CLOCK, APART)),
  runProof("runs in which edits fail", onePlugin(CLOCK, { ...ALIKE, ...ANY_EDIT })),
  ...corners(),
  ...desires(),
  undoneProof({
    ...UNDONE,
    authority: ["latest", "state", "config"],
    fault: [false, true],
    storeAvailable: [true, false],
    copied: [false, true],
    version: ["1.0.0", undefined]
  }),
  gone(),
  memoryProof({ ...forMemory, status: ["fits", "contradicts", "error", "bad"], fault: [false, true] }),
  pairProof({})
]

/** A few states of each kind. */
const FEW = {
  ...ALIKE,
  configReadable: [true],
  diskReadable: [true],
  marksReadable: [true],
  state: ["read"],
  authority: ["latest"],
  settings: [false],
  status: ["fits", "contradicts"],
  recordVersion: [null, "0.9.0"],
  fault: [false],
  tombstoned: [false],
  version: ["1.0.0"],
  agreed: [undefined, true],
  otherDirectory: ["free"],
  unrecoverable: ["no"],
  fetch: [{ version: "2.0.0" }, "absent"],
  putBack: ["done"]
} as const satisfies Narrow

/** Enough to come by every cause. */
export const causes = (): ReadonlyArray<Proof> => [
  ...rules
    .filter(({ type }) => type !== "plugin_state_corrupted")
    .map(({ type }) => lookProof(type, onePlugin(CLOCK, { ...LOOK, ...ANY_DISPLAY }))),
  lookProof("plugin_state_corrupted", onePlugin(CLOCK, { ...LOOK, ...DIRECTORIES })),
  lookProof("plugin_missing_on_disk", onePlugin(NO_ID, LOOK)),
  lookProof("plugin_missing_on_disk", onePlugin(CLOCK, { ...LOOK, ...WITHOUT })),
  lookProof("plugin_state_corrupted", onePlugin(CLOCK, { ...LOOK, ...DIRECTORIES, ...DECIDED })),
  undoneProof({ ...UNDONE, record: ["none"] })
]

/** As few states as come by every branch: counting them is slow. */
export const everyBranch = (): ReadonlyArray<Proof> => [
  ...causes(),
  managerProof(onePlugin(CLOCK, { ...MANAGER, record: ["none"] })),
  lookProof("plugin_missing_in_config", onePlugin(CLOCK, { ...LOOK, ...TEMPLATE })),
  runProof("a few runs", onePlugin(CLOCK, FEW)),
  runProof("a few with a byte-order mark", onePlugin(CLOCK, { ...UNMARKING, record: ["none"] })),
  ...fewDesires(),
  undoneProof({
    ...UNDONE,
    ...FEW,
    diskReadable: [true, false],
    marksReadable: [true, false],
    recorded: [true],
    status: ["fits"],
    recordVersion: [null],
    ownDirectory: ["free", "plugin"]
  }),
  memoryProof({
    ...forMemory,
    ...FEW,
    configReadable: [true, false],
    state: ["read", "unreadable"],
    editConfig: ["done", "full"]
  }),
  gone(),
  pairProof({
    ...PAIRS,
    key: ["free"],
    copied: [false],
    marked: [false],
    otherDirectory: ["free"],
    replaceBroken: [false]
  })
]
