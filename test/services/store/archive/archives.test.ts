/** Archives that lie: each is refused with its own code, and nothing of it is left. */
import { assert, describe, it } from "@effect/vitest"
import { Effect } from "effect"
import { readdirSync } from "node:fs"
import { reconcile } from "../../../support/reconciling.ts"
import { directoryWith, liveReconciler } from "../../../support/realInstallation.ts"
import { pluginFiles, under, zip, type ZipFile } from "../../../support/zip.ts"

const installing = Effect.fnUntraced(function* (
  archive: Uint8Array,
  entry: { readonly [field: string]: unknown } = {}
) {
  const root = yield* directoryWith({
    "config/config.json": '{"clock": {"enabled": true}}',
    "plugin-repos/.keep": "",
    "store/clock.zip": archive,
    "store/plugins.json": JSON.stringify({
      plugins: [{ id: "clock", latest_version: "1.0.0", download_url_template: "clock.zip", ...entry }]
    })
  })
  const report = yield* reconcile().pipe(Effect.provide(liveReconciler(root), { local: true }))
  const left = readdirSync(`${root}/plugin-repos`).filter((name) => name !== ".keep")
  return { outcome: report.inconsistencies_found[0]?.outcome, left, root }
})

const plugin = pluginFiles("clock")

const many = (count: number): ReadonlyArray<ZipFile> =>
  Array.from({ length: count }, (_, at) => ({ name: `f${at}`, content: "" }))

const refused: ReadonlyArray<readonly [string, string, Uint8Array]> = [
  ["an absolute path", "absolute_path", zip([...plugin, { name: "/etc/passwd", content: "x" }])],
  ["a Windows drive", "absolute_path", zip([...plugin, { name: "C:/x", content: "x" }])],
  ["a path that leads out", "parent_path", zip([...plugin, { name: "../../x", content: "x" }])],
  [
    "a path that leads out below a directory",
    "parent_path",
    zip([...plugin, { name: "a/../../x", content: "x" }])
  ],
  ["a backslash", "bad_name", zip([...plugin, { name: "..\\x", content: "x" }])],
  ["a NUL", "bad_name", zip([...plugin, { name: "a\u0000b", content: "x" }])],
  ["an empty segment", "bad_name", zip([...plugin, { name: "a//b", content: "x" }])],
  [
    "a name that is no text",
    "bad_name",
    zip([...plugin, { name: new Uint8Array([0xff, 0xfe]), content: "x" }])
  ],
  ["a path of a thousand levels", "bad_name", zip([...plugin, { name: `${"a/".repeat(1000)}x` }])],
  ["a path that is too long", "bad_name", zip([...plugin, { name: `${"a".repeat(200)}/`.repeat(6) }])],
  [
    "a list of files that takes too much memory",
    "list_too_long",
    zip([...plugin, ...many(600).map((file) => ({ ...file, note: "x".repeat(65_535) }))])
  ],
  ["a symlink", "symlink", zip([...plugin, { name: "link", content: "/etc/passwd", mode: 0o120777 }])],
  ...[0, 10, 19, 255].map(
    (madeOn) =>
      [
        `a symlink by the system ${madeOn}`,
        "symlink",
        zip([...plugin, { name: "link", content: "/etc/passwd", mode: 0o120777, madeOn }])
      ] as const
  ),
  ["a device", "special_file", zip([...plugin, { name: "dev", mode: 0o020666 }])],
  [
    "names that differ in case only",
    "name_collision",
    zip([...plugin, { name: "MANAGER.py", content: "x" }])
  ],
  ["the same name twice", "name_collision", zip([...plugin, { name: "manager.py", content: "x" }])],
  [
    "a directory that differs in case only",
    "name_collision",
    zip([...plugin, { name: "a/x" }, { name: "A/y" }])
  ],
  [
    "a file where a directory is",
    "name_collision",
    zip([...plugin, { name: "a/x" }, { name: "a", content: "x" }])
  ],
  ["more than 2,000 files", "too_many_files", zip([...plugin, ...many(2000)])],
  [
    "a file that claims more than 50 MiB",
    "file_too_large",
    zip([...plugin, { name: "big", content: "x", claimedSize: 60 * 1024 * 1024 }])
  ],
  [
    "a total beyond 200 MiB",
    "archive_too_large",
    zip([
      ...plugin,
      ...[1, 2, 3, 4, 5].map((n) => ({ name: `big${n}`, content: "x", claimedSize: 49 * 1024 * 1024 }))
    ])
  ],
  [
    "a bomb",
    "compression_ratio",
    zip([...plugin, { name: "zeros", content: new Uint8Array(20 * 1024 * 1024) }])
  ],
  ["an encrypted file", "encrypted", zip([...plugin, { name: "x", content: "x", flags: 1 }])],
  [
    "an unknown compression",
    "unsupported_compression",
    zip([...plugin, { name: "x", content: "x", method: 12 }])
  ],
  ["a wrong checksum", "corrupt_archive", zip([...plugin, { name: "x", content: "hello", crc: 1 }])],
  [
    "a size that is not true",
    "corrupt_archive",
    zip([...plugin, { name: "x", content: "hello", claimedSize: 3 }])
  ],
  ["a truncated archive", "truncated_archive", zip(plugin).slice(0, -30)],
  ["something else than an archive", "not_a_zip", new TextEncoder().encode("junk")],
  ["an archive without files", "empty_archive", zip([])],
  ["a plugin without manifest", "bad_manifest", zip([{ name: "x", content: "x" }])],
  ["a broken manifest", "bad_manifest", zip([{ name: "manifest.json", content: "{,}" }])],
  [
    "a manifest without display_modes",
    "bad_manifest",
    zip([{ name: "manifest.json", content: '{"id":"clock","name":"x","class_name":"P"}' }])
  ],
  [
    "a manifest without a class anywhere",
    "bad_manifest",
    zip([{ name: "manifest.json", content: '{"id":"clock","name":"x","display_modes":[]}' }])
  ],
  ["another plugin", "wrong_id", zip(pluginFiles("other"))],
  [
    "a plugin for a later LEDMatrix",
    "incompatible",
    zip([
      {
        name: "manifest.json",
        content:
          '{"id":"clock","name":"x","class_name":"P","display_modes":[],"min_ledmatrix_version":"99.0.0"}'
      }
    ])
  ]
]

describe("an install from an archive", () => {
  it.live.each(refused)("refuses %s as %s", ([, code, archive]) =>
    Effect.gen(function* () {
      const { left, outcome } = yield* installing(archive)
      assert.deepStrictEqual(
        [outcome?.status, outcome?.error?.kind, outcome?.error?.code],
        ["failed", "permanent", code]
      )
      assert.deepStrictEqual(left, [])
    })
  )

  it.live.each([
    ["a page", "<html>"],
    ["a JSON document", '{"message": "x"}'],
    ["nothing", ""]
  ])("waits for one where %s lies in its place", ([what, content]) =>
    Effect.gen(function* () {
      const { left, outcome, root } = yield* installing(new TextEncoder().encode(content))
      assert.deepStrictEqual(outcome?.error, {
        kind: "transient",
        code: "download_failed",
        message: `${root}/store/clock.zip: it is ${what} instead of an archive`
      })
      assert.deepStrictEqual(left, [])
    })
  )

  it.live("refuses a plugin whose path leads out of its repository", () =>
    Effect.gen(function* () {
      const { left, outcome } = yield* installing(zip(plugin), { repo: ".", plugin_path: "../other" })
      assert.deepStrictEqual([outcome?.error?.code, left], ["address_refused", []])
    })
  )

  it.live.each([
    ["a plugin at the top", plugin, {}],
    ["a plugin in the one top directory", under("clock-1.0.0", plugin), {}],
    [
      "a plugin in a sub-directory of a repository",
      under("repo-main", [...under("plugins/clock", plugin), { name: "README.md", content: "x" }]),
      { plugin_path: "plugins/clock" }
    ],
    [
      "a plugin whose class only the entry file tells",
      [
        { name: "manifest.json", content: '{"id":"clock","name":"x","display_modes":[]}' },
        {
          name: "manager.py",
          content: "# class No:\nclass Helper:\n  pass\nclass Clock(BasePlugin):\n  pass\n"
        }
      ],
      {}
    ]
  ] as const)("takes %s", ([, files, entry]) =>
    Effect.gen(function* () {
      const { left, outcome } = yield* installing(zip(files), entry)
      assert.deepStrictEqual([outcome?.status, outcome?.error], ["fixed", undefined])
      assert.deepStrictEqual(left, ["clock"])
    })
  )
})
