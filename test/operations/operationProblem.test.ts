/** What is said of each reason why an operation did not happen: its code, where it is, and what to do next. */
import { assert, describe, it } from "@effect/vitest"
import { Duration } from "effect"
import {
  FileFailed,
  type FileReason,
  KeepsChanging,
  NotParseable,
  OwnerNotKept
} from "../../src/domain/errors/FileReason.ts"
import { LedmatrixFailed, SwitchError } from "../../src/domain/errors/LedmatrixError.ts"
import { OperationRefused } from "../../src/domain/Operation.ts"
import { ConfigError, LedgerError, StateError } from "../../src/domain/errors/ServiceError.ts"
import { StoreError, type StoreReason } from "../../src/domain/errors/StoreError.ts"
import { NameTaken } from "../../src/domain/errors/PlaceReason.ts"
import { DownloadFailed, NoSource } from "../../src/domain/errors/FetchReason.ts"
import { NotInRegistry } from "../../src/domain/errors/RegistryReason.ts"
import { FileFault } from "../../src/ports/FileFault.ts"
import { LockTimeout } from "../../src/ports/ProcessLock.ts"
import { problemOf } from "../support/operating.ts"

const MEND =
  "nothing was changed; unless a program is just writing it, repair the file (`reconcile --replace-broken` takes a byte-order mark off), then run it again"
const AGAIN = "nothing was changed; run it again later"
const FOR_GOOD = "nothing was changed; running it again does not help until this changes"
const AS_OWNER = "nothing was changed; run it as the user who owns this, or give it back to that user"
const MAKE_ROOM = "nothing was changed; make room, then run it again"

const PATH = "config/config.json"
const failed = (code: string, transient: boolean) =>
  new FileFailed({ path: PATH, operation: "rename", code, problem: "why", transient })
const fault = (code: string) => new FileFault({ operation: "open", path: PATH, code })
const ofStore = (reason: StoreReason) => new StoreError({ plugin: "clock", reason })
const ofConfig = (reason: FileReason) => new ConfigError({ reason })

describe("a problem of an operation", () => {
  it.each([
    [
      "a refusal that says where and what to do",
      new OperationRefused({ plugin: "clock", code: "no_store", problem: "why", path: PATH, hint: "do" }),
      { code: "no_store", message: "why", path: PATH, hint: "do" }
    ],
    [
      "a refusal that says neither",
      new OperationRefused({ plugin: "clock", code: "no_store", problem: "why" }),
      { code: "no_store", message: "why", path: undefined, hint: undefined }
    ],
    [
      "a lock that was not free in time",
      new LockTimeout({ path: "data/lock", holder: undefined, waited: Duration.seconds(1) }),
      {
        code: "locked",
        message: "data/lock is held by another process",
        path: "data/lock",
        hint: "wait until it ends, or allow more time with --lock-timeout"
      }
    ],
    [
      "a LEDMatrix that did not switch",
      new SwitchError({
        plugin: "clock",
        reason: new LedmatrixFailed({ code: "ledmatrix_refused", address: "http://sign", problem: "no" })
      }),
      {
        code: "ledmatrix_refused",
        message: "http://sign: no",
        path: undefined,
        hint: "see whether LEDMatrix's web service runs; a controller without --ledmatrix writes the files itself"
      }
    ],
    [
      "a plugin that the registry does not have",
      ofStore(new NotInRegistry({ plugin: "clock" })),
      {
        code: "not_in_registry",
        message: "the registry has no plugin clock",
        path: undefined,
        hint: "`store` lists what there is; --registry names another registry"
      }
    ],
    [
      "a name that is taken",
      ofStore(new NameTaken({ path: "plugin-repos/clock" })),
      {
        code: "name_taken",
        message: "plugin-repos/clock: something else is there",
        path: "plugin-repos/clock",
        hint: "move what is there away, or repair it with `reconcile --replace-broken`"
      }
    ],
    [
      "an owner that could not be kept",
      ofConfig(new OwnerNotKept({ path: PATH, runAs: "ledpi" })),
      {
        code: "owner_not_kept",
        message: `${PATH}: it belongs to ledpi, and only ledpi can write it so that this stays so`,
        path: PATH,
        hint: "nothing was changed; run it as ledpi, or give it to the user who runs this",
        owner: "ledpi"
      }
    ]
  ] as const)("is named with its path and a hint: %s", (_title, error, told) => {
    assert.deepStrictEqual(problemOf(error), told)
  })

  it.each([
    ["permission denied", fault("EACCES"), AS_OWNER],
    ["a thing not permitted", fault("EPERM"), AS_OWNER],
    ["a full disk", fault("ENOSPC"), MAKE_ROOM],
    ["a full quota", fault("EDQUOT"), MAKE_ROOM],
    ["a device in trouble", fault("EIO"), AGAIN],
    ["a disk that is read-only", fault("EROFS"), FOR_GOOD]
  ] as const)("hints at what helps against %s", (_title, error, hint) => {
    const { message } = error
    assert.deepStrictEqual(problemOf(error), { code: error.code, message, path: PATH, hint })
  })

  it.each([
    ["the config, to a permission", ofConfig(failed("EACCES", false)), AS_OWNER],
    ["the config, to a full disk", ofConfig(failed("ENOSPC", true)), MAKE_ROOM],
    ["the config, to another writer", ofConfig(new KeepsChanging({ path: PATH })), AGAIN],
    [
      "the state, to what cannot be read",
      new StateError({ reason: new NotParseable({ path: PATH, problem: "why" }) }),
      MEND
    ],
    [
      "the journal, to a disk that is read-only",
      new LedgerError({ reason: failed("EROFS", false) }),
      FOR_GOOD
    ],
    ["the store, to a disk in trouble", ofStore(failed("EIO", true)), AGAIN]
  ] as const)("names the file that failed: %s", (_title, error, hint) => {
    const { message, reason } = error
    assert.deepStrictEqual(problemOf(error), { code: reason.code, message, path: PATH, hint })
  })

  it.each([
    ["may come back", new DownloadFailed({ address: "http://store", problem: "why" }), AGAIN],
    ["will not", new NoSource({ plugin: "clock", code: "not_published", problem: "why" }), FOR_GOOD]
  ] as const)("names no file where the store %s", (_title, reason, hint) => {
    const { code, message } = reason
    assert.deepStrictEqual(problemOf(ofStore(reason)), { code, message, path: undefined, hint })
  })
})
