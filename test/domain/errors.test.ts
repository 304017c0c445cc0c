/** What errors say, and whether time can cure them: each names the file, plugin or address that it is about. */
import { assert, describe, it } from "@effect/vitest"
import { FileFailed, KeepsChanging, NotParseable, OwnerNotKept } from "../../src/domain/errors/FileReason.ts"
import { LedmatrixFailed, SwitchError } from "../../src/domain/errors/LedmatrixError.ts"
import { OperationRefused } from "../../src/domain/Operation.ts"
import { ConfigError, failureOf, LedgerError, StateError } from "../../src/domain/errors/ServiceError.ts"
import { SourceError } from "../../src/domain/sources/Source.ts"
import { StoreError, type StoreReason } from "../../src/domain/errors/StoreError.ts"
import {
  NameTaken,
  NotCarriedOver,
  NotReplaced,
  OperationInProgress
} from "../../src/domain/errors/PlaceReason.ts"
import {
  BadArchive,
  BadPlugin,
  DownloadFailed,
  DownloadUnderWay,
  NoSource
} from "../../src/domain/errors/FetchReason.ts"
import {
  NotInRegistry,
  RegistryUncertain,
  RegistryUnreachable,
  VersionNotOffered
} from "../../src/domain/errors/RegistryReason.ts"

const path = "config/config.json"
const address = "https://example.org/x"
const problem = "it is so"
const plugin = "clock"

const failed = (transient: boolean) =>
  new FileFailed({ path, operation: "write", code: "ENOSPC", problem, transient })

const reasons: ReadonlyArray<
  readonly [
    reason: StoreReason,
    message: string,
    code: string,
    transient: boolean,
    provesUnrecoverable: boolean
  ]
> = [
  [failed(true), `${path}: ${problem}`, "ENOSPC", true, false],
  [failed(false), `${path}: ${problem}`, "ENOSPC", false, false],
  [new KeepsChanging({ path }), `${path}: another program keeps rewriting it`, "keeps_changing", true, false],
  [
    new OwnerNotKept({ path, runAs: "pi" }),
    `${path}: it belongs to pi, and only pi can write it so that this stays so`,
    "owner_not_kept",
    false,
    false
  ],
  [new NotParseable({ path, problem }), `${path}: ${problem}`, "not_parseable", true, false],
  [
    new RegistryUnreachable({ address, problem }),
    `the registry ${address} gave no usable answer: ${problem}`,
    "registry_unreachable",
    true,
    false
  ],
  [new NotInRegistry({ plugin }), "the registry has no plugin clock", "not_in_registry", false, true],
  [
    new NotInRegistry({ plugin, registry: address }),
    `the registry ${address} has no plugin clock`,
    "not_in_registry",
    false,
    true
  ],
  [
    new RegistryUncertain({ plugin, problem }),
    `the registry may have clock: ${problem}`,
    "registry_uncertain",
    true,
    false
  ],
  [
    new VersionNotOffered({ plugin, version: "2.0.0" }),
    "the store does not offer version 2.0.0 of clock",
    "version_not_offered",
    false,
    false
  ],
  [
    new VersionNotOffered({ plugin, version: "2.0.0", delivered: "1.0.0" }),
    "the store does not offer version 2.0.0 of clock; it delivers 1.0.0",
    "version_not_offered",
    false,
    false
  ],
  [new DownloadFailed({ address, problem }), `${address}: ${problem}`, "download_failed", true, false],
  [
    new NoSource({ plugin, code: "not_published", problem }),
    `clock cannot be fetched: ${problem}`,
    "not_published",
    false,
    true
  ],
  [
    new BadArchive({ code: "symlink", problem }),
    `the archive is refused: ${problem}`,
    "symlink",
    false,
    true
  ],
  [
    new BadPlugin({ code: "wrong_id", problem }),
    `the download is refused: ${problem}`,
    "wrong_id",
    false,
    true
  ],
  [
    new BadPlugin({ code: "wrong_id", problem, from: address }),
    `the download from ${address} is refused: ${problem}`,
    "wrong_id",
    false,
    true
  ],
  [new DownloadUnderWay({ plugin, problem }), `clock: ${problem}`, "download_under_way", true, false],
  [
    new NotCarriedOver({ path: "token.json", problem, transient: false }),
    `its file token.json could not be carried over into the new version (${problem}); the installed version stays`,
    "not_carried_over",
    false,
    false
  ],
  [new NotReplaced({ code: "bundled", problem }), `it is not replaced: ${problem}`, "bundled", false, false],
  [new OperationInProgress({ plugin, problem }), `clock: ${problem}`, "operation_in_progress", true, false],
  [new NameTaken({ path }), `${path}: something else is there`, "name_taken", false, false]
]

describe("a reason of the store", () => {
  it.each(reasons)(
    "%s has a message and a code, and is transient or permanent",
    (reason, message, code, transient, provesUnrecoverable) => {
      const error = new StoreError({ plugin, reason })
      assert.deepStrictEqual(
        [error.message, error.reason.code, error.transient, error.provesUnrecoverable],
        [message, code, transient, provesUnrecoverable]
      )
    }
  )
})

describe("an error of a service", () => {
  it.each([ConfigError, StateError, LedgerError])("says what its reason says", (ServiceError) => {
    assert.deepInclude(new ServiceError({ reason: failed(true) }), { transient: true })
    assert.isFalse(new ServiceError({ reason: failed(false) }).transient)
    assert.strictEqual(new ServiceError({ reason: failed(true) }).message, `${path}: ${problem}`)
  })

  it("stands in a report with kind, code and message", () => {
    const told = (transient: boolean) => failureOf(new ConfigError({ reason: failed(transient) }))
    assert.deepStrictEqual(told(true), {
      kind: "transient",
      code: "ENOSPC",
      message: `${path}: ${problem}`
    })
    assert.strictEqual(told(false).kind, "permanent")
  })

  it("of a source names its file", () => {
    const error = new SourceError({
      source: "config",
      path,
      code: "not_json",
      error: problem,
      transient: true
    })
    assert.strictEqual(error.message, `${path}: ${problem}`)
  })

  it("of LEDMatrix passes, and names its address", () => {
    const reason = new LedmatrixFailed({ code: "not_ledmatrix", address, problem })
    const error = new SwitchError({ plugin, reason })
    assert.deepStrictEqual([error.message, error.transient], [`${address}: ${problem}`, true])
  })
})

describe("a refused operation", () => {
  it.each([
    ["changed_meanwhile", true],
    ["source_unreadable", true],
    ["operation_conflict", true],
    ["unknown_plugin", false],
    ["local_changes", false],
    ["no_store", false]
  ] as const)("for %s may do later: %s", (code, transient) => {
    const refused = new OperationRefused({ plugin, code, problem })
    assert.deepStrictEqual([refused.message, refused.transient], [problem, transient])
  })
})
