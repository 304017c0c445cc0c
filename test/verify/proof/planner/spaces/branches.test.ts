/** That the axes are all that the rules tell apart: no branch of the deciding code is left unvisited. */
import { assert, describe, it } from "@effect/vitest"
import { execFile } from "node:child_process"
import { fileURLToPath } from "node:url"
import { promisify } from "node:util"

/** What no state can reach, and why. */
const OUT_OF_REACH: ReadonlyArray<readonly [part: RegExp, why: string]> = [
  [
    /plan\.ts:\d+ (?:withFields)?: return (?:rebuild|\[\])$/u,
    "changes that the types allow, and no rule plans"
  ],
  [/ (?:shownValue|asPython):/u, "texts for people about values of which the axes hold one"],
  [/outcomes\.ts:\d+ again: return .*NOT_CONVERGED/u, "that it is not reached is what the runs prove"],
  [/agreements\.ts:\d+ newAgreements: changes\.set\(id, undefined\)$/u, "for a hundred plugins and more"],
  [/agreements\.ts:\d+ recordsChanged: /u, "for operations, which no run makes"],
  [/choices\.ts:\d+ (?:otherKey)?: /u, "names of what a person can decide, on which no repair rests"],
  [/desired\/desire\.ts:\d+ isDesiredReason: /u, "for undo, which no run makes"],
  [
    /versionMismatch\.ts:\d+ recordVersion: \?\? null$/u,
    "a record without a version, which differs from none: the types allow it"
  ],
  [/desired\/desiredEntry\.ts:\d+ : \? \[\]$/u, "a setting that is on neither side, which the types allow"],
  [/desired\/desiredEntry\.ts:\d+ : (?:&& isJsonObject|return differences)/u, "settings within settings"],
  [
    /desired\/notAsDesired\.ts:\d+ obstacleToRemove: return OWN$/u,
    "no plugin here comes with LEDMatrix: a specification of rule 6 has one"
  ],
  [/desired\/notAsDesired\.ts:\d+ newestFor: /u, "no entry of a registry here needs a newer LEDMatrix"],
  [
    /(?:notFetched\.ts:\d+ (?:failureOf|notDelivered)|notAsDesired\.ts:\d+ notOffered): /u,
    "a version that the store announced and did not deliver: no failure that is remembered here is of one version"
  ],
  [
    /uninstallUnderWay\.ts:\d+ uninstallUnderWay: (?:\?\.has|return undefined)$/u,
    "a plugin without an entry that the run itself has brought: it gets both in one round here"
  ],
  [
    /setAsideUnderWay\.ts/u,
    "what a process saw in its place before: the runs here have no time between them"
  ],
  [/reasonNotFetched: \? "newer_ledmatrix_needed"/u, "no entry of a registry here needs a newer LEDMatrix"],
  [
    /display\.ts:\d+ displaySays: \?\? "unknown"/u,
    "a manager that is not the display's, where there is no saved state"
  ],
  [/display\.ts:\d+ mismatch: : /u, "a text for people: what the display says went wrong"],
  [/outcomes\.ts:\d+ closeBroken:/u, "for a run that broke off, which is the services' doing"]
]

const search = fileURLToPath(new URL("branches.ts", import.meta.url))

describe("the search", () => {
  it("visits every branch of the rules, of the plan, the outcomes and the agreements", async () => {
    const { stdout } = await promisify(execFile)(process.execPath, [search], { env: {} })
    const parts = stdout.split("\n").filter((line) => line !== "")
    assert.deepStrictEqual(
      parts.filter((part) => !OUT_OF_REACH.some(([reason]) => reason.test(part))),
      []
    )
    // What has come into reach is taken off the list.
    assert.deepStrictEqual(
      OUT_OF_REACH.filter(([reason]) => !parts.some((part) => reason.test(part))).map(([, why]) => why),
      []
    )
  })
})
