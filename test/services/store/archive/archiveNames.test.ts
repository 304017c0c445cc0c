/** Which names an archive may hold, and which of its files make up the plugin: tables, without an archive. */
import { assert, describe, it } from "@effect/vitest"
import { Result } from "effect"
import type { ZipEntry } from "../../../../src/ports/ZipReader.ts"
import { selectPluginFiles } from "../../../../src/services/store/archive/archiveNames.ts"

const MIB = 1024 * 1024

const entry = (name: string | Uint8Array, more: Partial<ZipEntry> = {}): ZipEntry => ({
  rawName: typeof name === "string" ? new TextEncoder().encode(name) : name,
  isUtf8: true,
  compressedSize: 1,
  uncompressedSize: 1,
  encrypted: false,
  method: 8,
  fileType: 0,
  ...more
})

const manifest = entry("manifest.json")

/** Paths of the plugin's files, or the code of the refusal. */
const files = (entries: ReadonlyArray<ZipEntry>, subdirectory = ""): ReadonlyArray<string> | string =>
  Result.match(selectPluginFiles(entries, subdirectory), {
    onSuccess: (found) => found.map(({ path }) => path),
    onFailure: ({ code }) => code
  })

const problem = (...entries: ReadonlyArray<ZipEntry>): string =>
  Result.match(selectPluginFiles(entries, ""), { onSuccess: () => "", onFailure: (error) => error.problem })

describe("what macOS adds", () => {
  const link = { fileType: 0o120000 }

  it.each<readonly [title: string, added: ReadonlyArray<ZipEntry>]>([
    ["a directory of resource forks", [entry("__MACOSX/news/._manifest.json"), entry("__MACOSX/._news")]],
    ["that directory alone", [entry("__MACOSX/")]],
    ["a resource fork in the plugin", [entry("news/lib/._a.py")]],
    ["the view of a folder", [entry(".DS_Store"), entry("news/.DS_Store")]],
    ["the icon of a folder", [entry("news/Icon\r")]],
    ["a link, which is not placed either", [entry("__MACOSX/a", link), entry("news/._b", link)]],
    ["a name that leads out, likewise", [entry("../._c")]]
  ])("is skipped: %s", (_title, added) => {
    for (const all of [
      [entry("news/manifest.json"), entry("news/manager.py"), ...added],
      [...added, entry("news/manifest.json"), entry("news/manager.py")]
    ])
      assert.deepStrictEqual(files(all), ["manifest.json", "manager.py"])
  })

  it.each(["__MACOS/a", "a.DS_Store", "_.a", ".a", "Icon"])("is not %s", (name) => {
    assert.deepStrictEqual(files([manifest, entry(name)]), ["manifest.json", name])
  })

  it("is no plugin", () => {
    assert.strictEqual(files([entry("__MACOSX/manifest.json"), entry(".DS_Store")]), "empty_archive")
  })
})

describe("an entry", () => {
  it.each<readonly [title: string, entry: ZipEntry, code: string]>([
    ["a control character", entry("a\u0001b"), "bad_name"],
    ["a NUL", entry("a\u0000b"), "bad_name"],
    ["a DEL", entry("a\u007fb"), "bad_name"],
    ["a backslash", entry("a\\b"), "bad_name"],
    ["no text", entry(Uint8Array.of(0xff)), "bad_name"],
    ["an absolute path", entry("/a"), "absolute_path"],
    ["a drive", entry("c:/a"), "absolute_path"],
    ["a drive without a slash", entry("Z:a"), "absolute_path"],
    ["a way out", entry("a/../b"), "parent_path"],
    ["a way out at the end", entry("a/.."), "parent_path"],
    ["an empty part", entry("a//b"), "bad_name"],
    ["a part that is nowhere", entry("a/./b"), "bad_name"],
    ["a part of 256 bytes", entry("é".repeat(128)), "bad_name"],
    ["more than 1024 characters", entry(`${"a".repeat(250)}/`.repeat(5)), "bad_name"],
    ["33 levels", entry("a/".repeat(32) + "a"), "bad_name"],
    ["git's own files", entry(".git/config"), "bad_name"],
    ["git's own files, spelled otherwise", entry("a/.GiT/config"), "bad_name"],
    ["git's own file", entry(".git"), "bad_name"],
    ["a symbolic link", entry("a", { fileType: 0o120000 }), "symlink"],
    ["a device", entry("a", { fileType: 0o020000 }), "special_file"],
    ["a socket", entry("a", { fileType: 0o140000 }), "special_file"],
    ["a secret", entry("a", { encrypted: true }), "encrypted"],
    ["another compression", entry("a", { method: 9 }), "unsupported_compression"]
  ])("that is, or holds, %s is refused", (_title, one, code) => {
    assert.strictEqual(files([manifest, one]), code)
  })

  it.each<readonly [title: string, entry: ZipEntry, path: string]>([
    ["a plain name", entry("a"), "a"],
    ["a name with dots", entry("..a/b..c/...d"), "..a/b..c/...d"],
    ["a name of 255 bytes", entry("a".repeat(255)), "a".repeat(255)],
    ["32 levels", entry("a/".repeat(31) + "b"), "a/".repeat(31) + "b"],
    ["a name like git's", entry(".gitignore"), ".gitignore"],
    ["a regular file of Unix", entry("a", { fileType: 0o100000 }), "a"],
    ["stored", entry("a", { method: 0 }), "a"],
    ["a colon behind more than a letter", entry("ab:c"), "ab:c"],
    ["a name of an old archive", entry(Uint8Array.of(0xe9), { isUtf8: false }), "é"],
    ["a name of an old archive that is UTF-8", entry("é", { isUtf8: false }), "é"]
  ])("that is %s is taken", (_title, one, path) => {
    assert.deepStrictEqual(files([manifest, one]), ["manifest.json", path])
  })

  it("that is a directory is nothing to unpack, however it says to be packed", () => {
    const directory = entry("lib/", { method: 99, fileType: 0o040000 })
    assert.deepStrictEqual(files([manifest, directory, entry("lib/a")]), ["manifest.json", "lib/a"])
  })

  it("is named in its refusal, as much of it as anybody reads", () => {
    assert.strictEqual(problem(entry("a/../b")), '"a/../b" leads out of the archive')
    assert.include(problem(entry(`/${"a".repeat(100)}`)), `"/${"a".repeat(79)}…"`)
    assert.include(problem(entry(`/${"a".repeat(79)}`)), `"/${"a".repeat(79)}"`)
  })
})

describe("the plugin in an archive", () => {
  it("is everything in it", () => {
    assert.deepStrictEqual(files([entry("manifest.json"), entry("lib/a")]), ["manifest.json", "lib/a"])
  })

  it("is everything below the one directory that all of it lies in", () => {
    const all = [entry("repo-main/"), entry("repo-main/manifest.json"), entry("repo-main/lib/a")]
    assert.deepStrictEqual(files(all), ["manifest.json", "lib/a"])
    assert.deepStrictEqual(files([...all, entry("repo-main")]), "name_collision")
    assert.deepStrictEqual(files([...all, entry("README")]), [
      "repo-main/manifest.json",
      "repo-main/lib/a",
      "README"
    ])
  })

  it("is what lies below its sub-directory", () => {
    const all = [entry("r/plugins/clock/manifest.json"), entry("r/plugins/clock2/a"), entry("r/README")]
    assert.deepStrictEqual(files(all, "plugins/clock"), ["manifest.json"])
    assert.deepStrictEqual(files(all, "plugins/cloc"), "path_not_in_archive")
    assert.deepStrictEqual(files([...all, entry("r/plugins/clock/b")], "plugins/clock"), [
      "manifest.json",
      "b"
    ])
  })

  it("is at the top where the archive is of the plugin alone, and has no such sub-directory", () => {
    const all = [entry("clock-1.0/manifest.json"), entry("clock-1.0/manager.py")]
    assert.deepStrictEqual(files(all, "plugins/clock"), ["manifest.json", "manager.py"])
  })

  it("is not there in an archive without files", () => {
    assert.strictEqual(files([]), "empty_archive")
    assert.strictEqual(files([entry("lib/")]), "empty_archive")
    assert.strictEqual(files([entry("lib/")], "x"), "path_not_in_archive")
  })
})

describe("a name that must not be placed", () => {
  const PART = "plugins/clock"
  const whole = [entry(`r/${PART}/manifest.json`), entry("r/plugins/news/manifest.json"), entry("r/README")]
  const kinds: ReadonlyArray<[name: string, code: string, more: Partial<ZipEntry>]> = [
    ["a\u0001b", "bad_name", {}],
    ["a\\b", "bad_name", {}],
    ["a//b", "bad_name", {}],
    ["a/./b", "bad_name", {}],
    ["a/../b", "parent_path", {}],
    ["../../../b", "parent_path", {}],
    ["n".repeat(256), "bad_name", {}],
    ["d/".repeat(40) + "x", "bad_name", {}],
    [".git/config", "bad_name", {}],
    ["link", "symlink", { fileType: 0o120000 }],
    ["link/", "symlink", { fileType: 0o120000 }],
    ["device", "special_file", { fileType: 0o020000 }],
    ["secret", "encrypted", { encrypted: true }],
    ["packed", "unsupported_compression", { method: 99 }]
  ]

  it.each(kinds)("is skipped elsewhere in a repository: %j", (name, _code, more) => {
    for (const place of ["r/", "r/plugins/", "r/plugins/news/", "r/plugins/clock2/"]) {
      const found = files([entry(place + name, more), ...whole], PART)
      assert.deepStrictEqual(found, ["manifest.json"], place)
    }
  })

  it.each(kinds)("is refused below the plugin's path: %j", (name, code, more) => {
    assert.strictEqual(files([entry(`r/${PART}/${name}`, more), ...whole], PART), code)
  })

  it.each(kinds)("is refused where the archive is the plugin alone: %j", (name, code, more) => {
    const alone = [entry("c/manifest.json"), entry(`c/${name}`, more)]
    assert.deepStrictEqual([files(alone), files(alone, PART)], [code, code])
  })

  it.each(["/etc/passwd", `/r/${PART}/a`, "C:/a", "../a", `../${PART}/a`, "./a", "//a"])(
    "is skipped beside a repository: %s",
    (name) => {
      assert.deepStrictEqual(files([entry(name), ...whole], PART), ["manifest.json"])
    }
  )

  it("is skipped or refused by its place where it is no text", () => {
    const at = (place: string) => entry(Buffer.concat([Buffer.from(place), Buffer.of(0xff)]))
    assert.deepStrictEqual(files([at("r/docs/"), ...whole], PART), ["manifest.json"])
    assert.strictEqual(files([at(`r/${PART}/`), ...whole], PART), "bad_name")
  })

  it("is refused where it is the plugin's path itself", () => {
    const link = entry(`r/${PART}`, { fileType: 0o120000 })
    assert.strictEqual(files([link, entry("r/README")], PART), "symlink")
  })

  it("is named where no name in the archive is a proper one", () => {
    const windows = [entry("r\\plugins\\clock\\manifest.json"), entry("r\\README")]
    assert.strictEqual(files(windows, PART), "bad_name")
  })
})

describe("names that are one on some file systems", () => {
  it.each([
    ["a", "a"],
    ["a", "A"],
    ["lib/a", "LIB/a"],
    ["lib/a", "lib/A"],
    ["lib/a", "Lib/b"],
    ["lib/a", "lib"],
    ["lib", "lib/a"],
    ["lib", "LIB/a"],
    ["straße", "STRASSE"],
    ["é", "e\u0301"]
  ])("are refused: %s, %s", (a, b) => {
    assert.strictEqual(files([manifest, entry(a), entry(b)]), "name_collision")
  })

  it("are none where they differ", () => {
    assert.lengthOf(files([manifest, entry("lib/a"), entry("lib/b"), entry("lib2/a"), entry("a")]), 5)
  })

  it("may stand in another part of the repository", () => {
    const all = [entry("r/x/manifest.json"), entry("r/a"), entry("r/A")]
    assert.deepStrictEqual(files(all, "x"), ["manifest.json"])
  })
})

describe("the limits", () => {
  const many = (count: number) => Array.from({ length: count }, (_, at) => entry(`f${at}`))
  const large = (...sizes: ReadonlyArray<number>) =>
    sizes.map((uncompressedSize, at) => entry(`f${at}`, { uncompressedSize }))

  it("are 2,000 files of the plugin", () => {
    assert.lengthOf(files(many(2000)), 2000)
    assert.strictEqual(files(many(2001)), "too_many_files")
    assert.deepStrictEqual(files([entry("plugin/a"), ...many(3000)], "plugin"), ["a"])
  })

  it("are 100,000 entries of the archive", () => {
    assert.deepStrictEqual(files([entry("plugin/a"), ...many(99_999)], "plugin"), ["a"])
    assert.strictEqual(files([entry("plugin/a"), ...many(100_000)], "plugin"), "too_many_files")
  })

  it("are 50 MiB a file and 200 MiB in all, as the archive says", () => {
    assert.lengthOf(files(large(50 * MIB, 50 * MIB, 50 * MIB, 50 * MIB)), 4)
    assert.strictEqual(files(large(50 * MIB + 1)), "file_too_large")
    assert.strictEqual(files(large(50 * MIB, 50 * MIB, 50 * MIB, 50 * MIB, 1)), "archive_too_large")
  })
})
