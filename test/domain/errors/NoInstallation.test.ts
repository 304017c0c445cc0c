/** Why a directory is no installation of LEDMatrix: what was looked for, and what was there. */
import { assert, it } from "@effect/vitest"
import { NoInstallation, type NoInstallationReason } from "../../../src/domain/errors/NoInstallation.ts"

it.each<[NoInstallationReason, string]>([
  [{ _tag: "Missing" }, "/led/config: no such directory"],
  [{ _tag: "Unreadable", code: "EACCES", problem: "permission denied" }, "/led/config: permission denied"],
  [
    { _tag: "NoConfig", somethingElse: false },
    "/led is no LEDMatrix installation: looked for the directory /led/config, which does not exist"
  ],
  [
    { _tag: "NoConfig", somethingElse: true },
    "/led is no LEDMatrix installation: looked for the directory /led/config, which is something else"
  ]
])("%j is said with the path that was looked for", (reason, message) => {
  assert.strictEqual(new NoInstallation({ root: "/led", path: "/led/config", reason }).message, message)
})
