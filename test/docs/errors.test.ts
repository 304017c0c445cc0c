// Every code that a user can meet is explained in docs/errors.md, and nothing there is made up. Where a type
// lists the codes, the type is asked: a new one does not compile until it stands here too.
import { assert, describe, it } from "@effect/vitest"
import { globSync, readFileSync } from "node:fs"
import { constants } from "node:os"
import { fileURLToPath } from "node:url"
import { KeepsChanging, NotParseable, OwnerNotKept } from "../../src/domain/errors/FileReason.ts"
import { reasons as reasonWords, type Remedy } from "../../src/domain/findings/reasons.ts"
import { Reason } from "../../src/domain/schemas.ts"
import { LedmatrixFailed } from "../../src/domain/errors/LedmatrixError.ts"
import { type HalfDone, OperationRefused } from "../../src/domain/Operation.ts"
import { StoreError, type StoreReason } from "../../src/domain/errors/StoreError.ts"
import {
  NameTaken,
  NotCarriedOver,
  NotReplaced,
  OperationInProgress
} from "../../src/domain/errors/PlaceReason.ts"
import { BadPlugin, DownloadFailed, DownloadUnderWay, NoSource } from "../../src/domain/errors/FetchReason.ts"
import {
  NotInRegistry,
  RegistryUncertain,
  RegistryUnreachable,
  VersionNotOffered
} from "../../src/domain/errors/RegistryReason.ts"
import { ErrorCode } from "../../src/http/api/envelope.ts"
import type { JsonFault } from "../../src/json/parsing/parseJson.ts"
import { FileFault } from "../../src/ports/FileFault.ts"
import type { ZipFault } from "../../src/ports/ZipReader.ts"

const root = fileURLToPath(new URL("../..", import.meta.url))

const page = readFileSync(`${root}docs/errors.md`, "utf8")

/** The part under one heading, up to the next of the same level. */
const part = (heading: string): string => {
  const start = page.indexOf(`\n## ${heading}\n`)
  const end = page.indexOf("\n## ", start + 1)
  return start < 0 ? "" : page.slice(start, end < 0 ? page.length : end)
}

/** What stands in a table's first column, each with the second one. */
const rows = (heading: string): ReadonlyMap<string, string> =>
  new Map(
    [...part(heading).matchAll(/^\| (`[^|]*)\|([^|]*)\|/gmu)].flatMap((row) =>
      [...(row[1] ?? "").matchAll(/`([^`]+)`/gu)].map((code): [string, string] => [
        code[1] ?? "",
        (row[2] ?? "").trim()
      ])
    )
  )

const sources = (pattern: string): string =>
  globSync(`src/${pattern}`, { cwd: root })
    .map((path) => readFileSync(`${root}${path}`, "utf8"))
    .join("\n")

const matches = (text: string, pattern: RegExp): ReadonlyArray<string> =>
  [...text.matchAll(pattern)].flatMap((match) => match[1] ?? [])

const sorted = (codes: Iterable<string>): ReadonlyArray<string> => [...new Set(codes)].toSorted()

/** The operating system's codes, and those that ports make themselves, are written in capitals. */
const isCapital = (code: string): boolean => /^[A-Z][A-Z0-9_]*$/u.test(code)

const plugin = "clock"
const problem = "why"
const path = "config/config.json"
const address = "https://example.org/plugins.json"

/** An archive's codes are collected below; a failed system call has the operating system's. */
type Coded = Exclude<StoreReason, { readonly _tag: "BadArchive" | "FileFailed" }>

const oneOfEach: { readonly [tag in Coded["_tag"]]: ReadonlyArray<Extract<Coded, { _tag: tag }>> } = {
  KeepsChanging: [new KeepsChanging({ path })],
  OwnerNotKept: [new OwnerNotKept({ path, runAs: "pi" })],
  NotParseable: [new NotParseable({ path, problem })],
  RegistryUnreachable: [new RegistryUnreachable({ address, problem })],
  RegistryUncertain: [new RegistryUncertain({ plugin, problem })],
  NotInRegistry: [new NotInRegistry({ plugin })],
  DownloadFailed: [new DownloadFailed({ address, problem })],
  NoSource: codesOf<NoSource["code"]>({ not_published: 1, address_refused: 1, no_address: 1 }).map(
    (code) => new NoSource({ plugin, code, problem })
  ),
  BadPlugin: codesOf<BadPlugin["code"]>({ bad_manifest: 1, wrong_id: 1, incompatible: 1 }).map(
    (code) => new BadPlugin({ code, problem })
  ),
  DownloadUnderWay: [new DownloadUnderWay({ plugin, problem })],
  OperationInProgress: [new OperationInProgress({ plugin, problem })],
  NameTaken: [new NameTaken({ path })],
  NotCarriedOver: [new NotCarriedOver({ path, problem, transient: false })],
  VersionNotOffered: [new VersionNotOffered({ plugin, version: "1.0.0" })],
  NotReplaced: codesOf<NotReplaced["code"]>({
    symlinked_plugin: 1,
    local_changes: 1,
    bundled: 1,
    local_only: 1
  }).map((code) => new NotReplaced({ code, problem }))
}

/** The members of a union of words, all of them or it does not compile. */
function codesOf<Code extends string>(all: { readonly [code in Code]: 1 }): ReadonlyArray<Code> {
  const isCode = (word: string): word is Code => Object.hasOwn(all, word)
  return Object.keys(all).filter(isCode)
}

const reasons: ReadonlyArray<Coded> = Object.values(oneOfEach).flat()

/** Of a LEDMatrix that runs beside a controller. */
const ledmatrixFailures = codesOf<LedmatrixFailed["code"]>({
  ledmatrix_unreachable: 1,
  not_ledmatrix: 1,
  ledmatrix_refused: 1,
  ledmatrix_not_switched: 1
}).map((code) => new LedmatrixFailed({ code, address, problem }))

const archiveCodes = [
  ...matches(sources("services/store/archive/archiveNames.ts"), /\b(?:bad|refused)\(\s*"([a-z0-9_]+)"/gu),
  ...matches(sources("services/store/**/*.ts"), /new BadArchive\(\{\s*code: "([a-z0-9_]+)"/gu),
  ...codesOf<ZipFault["problem"]>({
    not_a_zip: 1,
    truncated_archive: 1,
    corrupt_archive: 1,
    list_too_long: 1
  })
]

/** `outcome.error.code` of what a run did not get to the end of. */
const runCodes = [
  ...matches(
    sources("{reconcile,controller}/**/{outcomes,contestedRepairs,passes}.ts"),
    /code: "([a-z0-9_]+)"/gu
  ),
  ...codesOf<HalfDone["code"]>({ half_done: 1 })
]

/** Codes of faults that a port makes itself, beside the operating system's. */
const portCodes = matches(
  sources("{node,services,ports}/**/*.ts"),
  /(?:code: |\? |: |return )"((?!E[A-Z])[A-Z][A-Z0-9_]+)"/gu
)

const documents = sources("services/**/jsonFileReader.ts")
const sourceCodes = [
  ...matches(
    sources("{services,reconcile}/**/{pluginsPlace,scanPlugins,snapshot,pluginsVanished}.ts"),
    /code: "([a-z0-9_]+)"/gu
  ),
  ...matches(documents, /failed\("([a-z0-9_]+)"/gu),
  ...matches(documents, /[?:] "([a-z]+_[a-z0-9_]+|unreadable)"/gu),
  ...codesOf<Exclude<JsonFault["problem"], "syntax">>({ byte_order_mark: 1, empty: 1, too_deep: 1 }),
  // What keeps a change from being made is no reading.
  ...ledmatrixFailures.flatMap(({ code }) => (code === "ledmatrix_not_switched" ? [] : [code]))
]

const refusals = codesOf<OperationRefused["code"]>({
  unknown_plugin: 1,
  invalid_id: 1,
  source_unreadable: 1,
  entry_not_writable: 1,
  system_key: 1,
  other_plugins_directory: 1,
  duplicate_id: 1,
  no_store: 1,
  symlinked_plugin: 1,
  local_changes: 1,
  local_changes_unknown: 1,
  chosen_checkout: 1,
  changed_meanwhile: 1,
  broken_directory: 1,
  unknown_run: 1,
  nothing_to_undo: 1,
  cannot_be_undone: 1,
  nothing_to_resolve: 1,
  choice_needed: 1,
  no_backup: 1,
  no_ledmatrix: 1,
  operation_conflict: 1,
  no_desired_state: 1
})

const cliCodes = matches(sources("cli/**/*.ts"), /\bcliFailure\(\s*"([a-z0-9_]+)"/gu)

/** How the page writes each remedy. */
const COMMANDS: { readonly [remedy in Remedy]: string } = {
  force: "reconcile --force",
  replace: "reconcile --replace-broken",
  install: "install ID",
  forget: "uninstall ID",
  uninstall: "uninstall ID",
  enable: "enable ID",
  disable: "disable ID"
}

describe("docs/errors.md", () => {
  const failed = rows("Failed repairs")

  it("lists the reasons of findings, each and no other", () => {
    assert.deepStrictEqual(sorted(rows("Findings").keys()), sorted(Reason.literals))
  })

  for (const [reason, { advice, meaning, remedies = [], repair }] of Object.entries(reasonWords)) {
    it(`says of ${reason} what the table of reasons says, and by which commands it is mended`, () => {
      const row = part("Findings")
        .split("\n")
        .find((line) => line.startsWith(`| \`${reason}\` |`))
      const [cause, todo] = (row ?? "").replaceAll("`", "").split(" | ").slice(2)
      assert.isTrue(cause?.startsWith(meaning), `${cause} does not begin with: ${meaning}`)
      if (repair !== undefined) assert.include(todo, `reconcile ${repair}.`)
      if (advice !== undefined) assert.include(todo, remedies.length > 0 ? advice.slice(0, -1) : advice)
      for (const remedy of remedies) assert.include(todo, COMMANDS[remedy])
    })
  }

  it("lists the codes of failed repairs, each and no other", () => {
    for (const codes of [archiveCodes, runCodes]) assert.isAbove(codes.length, 1)
    assert.deepStrictEqual(
      sorted([...failed.keys()].filter((code) => !isCapital(code))),
      sorted([...[...reasons, ...ledmatrixFailures].map(({ code }) => code), ...archiveCodes, ...runCodes])
    )
  })

  it("lists the codes of our own ports", () => {
    assert.includeMembers([...portCodes], ["CHANGED", "NOT_UTF8", "UNKNOWN"])
    assert.deepStrictEqual(
      portCodes.filter((code) => !failed.has(code)),
      []
    )
  })

  it("lists no code in capitals that neither we nor the operating system have", () => {
    const known: ReadonlySet<string> = new Set([...portCodes, ...Object.keys(constants.errno)])
    assert.deepStrictEqual(
      [...failed.keys()].filter((code) => isCapital(code) && !known.has(code)),
      []
    )
  })

  it("says of every code in capitals whether time can cure it", () => {
    const capitals = [...failed].filter(([code]) => isCapital(code))
    assert.isAbove(capitals.length, 10)
    assert.deepStrictEqual(
      capitals,
      capitals.map(([code]) => [
        code,
        new FileFault({ operation: "read", path, code }).transient ? "transient" : "permanent"
      ])
    )
  })

  it("lists every fault of the operating system that time can cure", () => {
    const passing = Object.keys(constants.errno).filter(
      (code) => new FileFault({ operation: "read", path, code }).transient
    )
    assert.isAbove(passing.length, 5)
    assert.deepStrictEqual(
      passing.filter((code) => !failed.has(code)),
      []
    )
  })

  for (const reason of reasons) {
    it(`says of ${reason.code} whether time can cure it, and whether it is remembered`, () => {
      const { provesUnrecoverable } = new StoreError({ plugin, reason })
      const kind = reason.transient ? "transient" : "permanent"
      assert.strictEqual(
        failed.get(reason.code)?.replace(/;.*/u, ""),
        provesUnrecoverable && reason._tag !== "NotInRegistry" ? `${kind}, remembered` : kind
      )
    })
  }

  for (const { code, transient } of ledmatrixFailures) {
    it(`says of ${code} whether time can cure it`, () => {
      assert.strictEqual(failed.get(code), transient ? "transient" : "permanent")
    })
  }

  it("says of each refusal of an operation, and no other, whether time can cure it", () => {
    const told = (code: OperationRefused["code"]): [string, string] => {
      const { transient } = new OperationRefused({ plugin, code, problem })
      return [code, transient ? "transient" : "permanent"]
    }
    assert.deepStrictEqual(sorted(rows("Refused operations").keys()), sorted(refusals))
    assert.deepStrictEqual([...rows("Refused operations")].toSorted(), refusals.map(told).toSorted())
  })

  it("lists the codes of unreadable sources, each and no other", () => {
    assert.isAbove(sourceCodes.length, 8)
    assert.deepStrictEqual(sorted(rows("Unreadable sources").keys()), sorted(sourceCodes))
  })

  it("lists the codes of commands that could not do their work, each and no other", () => {
    assert.isAbove(cliCodes.length, 6)
    assert.deepStrictEqual(sorted(rows("The command line").keys()), sorted(cliCodes))
  })

  it("lists the codes of the HTTP API, each and no other", () => {
    assert.deepStrictEqual(sorted(rows("The HTTP API").keys()), sorted(ErrorCode.literals))
  })

  it("lists no code of the HTTP API that no route gives", () => {
    const used = sources("http/{*,responses/**/*,handlers/*,security/*,server/*}.ts")
    assert.deepStrictEqual(
      ErrorCode.literals.filter((code) => !used.includes(`"${code}"`)),
      []
    )
  })
})
