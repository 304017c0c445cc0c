// What a person types where something belongs to another user.
import { assert, describe, it } from "@effect/vitest"
import { asOwner } from "../../../src/cli/view/advice/asOwner.ts"

describe("what belongs to another user", () => {
  it.each([
    [
      "root",
      "config/config.json",
      /Run it as root \(sudo ledmatrix-reconciler …\), or take over what belongs to root \(in the root: sudo chown -R \S+ config\)$/u
    ],
    ["ledpi", "plugin-repos", /Run it as ledpi \(sudo -u ledpi .*chown -R \S+ plugin-repos\)$/u],
    ["ledpi", "/srv/my sign/data/reconciler", /chown -R \S+ '\/srv\/my sign\/data'\)$/u]
  ])("is used as %s, or taken over: %s", (owner, path, told) => {
    assert.match(asOwner(owner, path, "pi"), told)
  })

  it("is never told by number alone", () => {
    assert.notInclude(asOwner("root", "config/config.json", "pi"), "id 0")
  })

  it("is a matter of modes where it is one's own", () => {
    assert.strictEqual(
      asOwner("pi", "config/config.json", "pi"),
      "it is yours, but its mode keeps you out (in the root: chmod -R u+rwX config)"
    )
  })
})
