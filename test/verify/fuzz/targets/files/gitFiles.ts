/** Git's files in a plugin's directory, read without git. */
import { Effect } from "effect"
import { Disk } from "../../../../../src/services/Disk.ts"
import {
  COMMIT,
  gitConfig,
  gitFile,
  head,
  looseObject,
  looseRef,
  pack,
  packedRefs
} from "../../grammars/git.ts"
import { given } from "../../harness/inputs/given.ts"
import { installationOf, laid, nothingWritten } from "../../harness/surroundings/disk.ts"
import { mutated } from "../../harness/inputs/mutate.ts"
import { pieces } from "../../harness/inputs/Pieces.ts"
import { promise, type Target } from "../../harness/Target.ts"

const PLUGIN = "plugin-repos/clock"
const GIT = `${PLUGIN}/.git`
const PACK = `${GIT}/objects/pack/pack-${COMMIT}`

// oxlint-disable-next-line no-control-regex -- control characters are what is looked for
const UNSEEN = /[\u0000-\u001f\u007f]/u

export const gitFiles: Target = {
  name: "git-files",
  promises: "git's files are only read, with any target; no secret of an address is shown",
  budget: 200,
  make: (random) => {
    const manifest = { [`${PLUGIN}/manifest.json`]: '{"id": "clock"}' }
    if (random.oneIn(6)) return pieces({ ...manifest, [GIT]: given(random, gitFile) })
    const packed = pack(random)
    const bytes = (whole: Uint8Array) => (random.oneIn(3) ? mutated(random, whole) : whole)
    return pieces({
      ...manifest,
      [`${GIT}/HEAD`]: given(random, head),
      [`${GIT}/config`]: given(random, gitConfig),
      ...(random.oneIn(2)
        ? { [`${GIT}/packed-refs`]: given(random, packedRefs) }
        : { [`${GIT}/refs/heads/main`]: given(random, looseRef) }),
      ...(random.oneIn(2)
        ? { [`${GIT}/objects/ab/${COMMIT.slice(2)}`]: bytes(looseObject(random)) }
        : { [`${PACK}.idx`]: bytes(packed.index), [`${PACK}.pack`]: bytes(packed.pack) })
    })
  },
  check: (input) =>
    Effect.gen(function* () {
      yield* laid(input)
      const disk = yield* Disk
      const scanned = yield* disk.scan(undefined)
      if (scanned._tag === "Failure") return
      const found = yield* disk.checkouts(scanned.success)
      yield* nothingWritten
      for (const { branch, commit, date, remote } of found.values()) {
        yield* promise(
          branch === null || (!UNSEEN.test(branch) && !branch.includes("..")),
          "a branch is none",
          branch ?? ""
        )
        yield* promise(
          commit === null || /^[0-9a-f]{40}(?:[0-9a-f]{24})?$/u.test(commit),
          "a commit is none",
          commit ?? ""
        )
        yield* promise(
          date === null ||
            /^[+-]?\d{4,6}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d{4}$|^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d[+-]\d\d:\d\d$/u.test(
              date
            ),
          "a date is none",
          date ?? ""
        )
        yield* promise(remote === null || !remote.includes("secret-token"), "a secret is shown", remote ?? "")
      }
    }).pipe(Effect.provide(installationOf()))
}
