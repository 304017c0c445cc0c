/** When two addresses name one repository. */
import { assert, describe, it } from "@effect/vitest"
import { sameRepository } from "../../../src/domain/store/sameRepository.ts"

const PUBLISHED = "https://github.com/Owner/Plugin"

describe("a repository", () => {
  it.each([
    ["https://github.com/Owner/Plugin"],
    ["https://github.com/owner/plugin.git"],
    ["https://www.github.com/Owner/Plugin/"],
    ["https://github.com/Owner/Plugin//"],
    ["http://github.com/Owner/Plugin"],
    ["git@github.com:Owner/Plugin.git"],
    ["ssh://git@github.com/Owner/Plugin.git"],
    ["github.com:Owner/Plugin"]
  ])("is the registry's under %s", (origin) => {
    assert.isTrue(sameRepository(origin, PUBLISHED))
  })

  it.each([
    ["https://github.com/me/Plugin"],
    ["https://gitlab.com/Owner/Plugin"],
    ["https://github.com/Owner/Plugin-fork"],
    ["git@github.com:me/Plugin.git"],
    ["https://github.com/Owner/Plugin.gitea"],
    ["https://mirror.example/github.com/owner/plugin"],
    ["https://github.com/Owner/Plugin.git/more"],
    ["https://github.com.www.example/Owner/Plugin"],
    ["/srv/git/Plugin"],
    [""]
  ])("is another under %s", (origin) => {
    assert.isFalse(sameRepository(origin, PUBLISHED))
  })

  it("is the registry's by capitals, where the host tells them apart", () => {
    assert.isFalse(sameRepository("https://git.example.org/A/b", "https://git.example.org/a/b"))
  })

  it.each([
    ["/store/clock", "clock", true],
    ["file:///store/clock.git", "./clock", true],
    ["/store/o-clock", "clock", false],
    ["/store/a/clock", "a./clock", false],
    ["/store/clock", "clock/", true],
    ["https://a.www.example/clock", "https://a.example/clock", false],
    ["/store/clock", "/clock", false],
    ["file:///store/clock", "/store/clock", true]
  ])("%s against the local address %s: %s", (origin, published, same) => {
    assert.strictEqual(sameRepository(origin, published), same)
  })
})
