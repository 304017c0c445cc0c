/** What the `git` program says, and what a server makes it say. */
import { Effect, Layer } from "effect"
import { GitProgram } from "../../../../../src/ports/GitProgram.ts"
import { localChanges } from "../../../../../src/services/disk/checkouts/localChanges.ts"
import { cloneRepository } from "../../../../../src/services/store/fetch/cloneRepository.ts"
import { MemoryFiles } from "../../../../../src/testing/MemoryFiles.ts"
import { MEMORY_ROOT } from "../../../../../src/testing/MemoryInstallation.ts"
import { exitCode, lsFiles, lsTree, status, stderr } from "../../grammars/git.ts"
import { anyOf, constant, strange } from "../../grammars/json.ts"
import { address, branch } from "../../grammars/words.ts"
import { installationOf, laid } from "../../harness/surroundings/disk.ts"
import { given } from "../../harness/inputs/given.ts"
import { pieces, type Pieces, textIn } from "../../harness/inputs/Pieces.ts"
import { answered, promise, type Target } from "../../harness/Target.ts"

const COMMANDS = ["clone", "status", "ls-files", "ls-tree", "rev-list", "stash", "cat-file", "reset"]

/** As the adapter bounds it. */
const STDERR_BYTES_MAX = 64 * 1024

/** Git that says what the input holds for the command it is asked for. */
const gitOf = (input: Pieces, asked: Array<ReadonlyArray<string>>) =>
  Layer.succeed(GitProgram, {
    run: (args) =>
      Effect.sync(() => {
        asked.push(args)
        const command = COMMANDS.find((name) => args.includes(name)) ?? ""
        return {
          exitCode: Number(/^-?\d{1,3}$/u.exec(textIn(input, "exit"))?.[0] ?? "0"),
          stdout: textIn(input, command),
          stderr: textIn(input, "stderr").slice(-STDERR_BYTES_MAX)
        }
      })
  })

const CHECKOUT = `${MEMORY_ROOT}/plugin-repos/clock`
const INTO = `${MEMORY_ROOT}/plugin-repos/.staging/plugin`

export const gitOutput: Target = {
  name: "git-output",
  promises:
    "what git could not say counts as unknown; no address becomes an option; nothing outside is written",
  budget: 200,
  make: (random) =>
    pieces({
      status: given(random, status),
      "ls-files": given(random, lsFiles),
      "ls-tree": given(random, lsTree),
      "rev-list": given(random, anyOf(constant("0\n"), constant("3\n"), strange)),
      stash: given(random, anyOf(constant(""), strange)),
      "cat-file": given(random, anyOf(constant('{"id": "clock"}'), strange)),
      stderr: given(random, stderr),
      exit: exitCode(random),
      address: given(random, address),
      branch: given(random, branch),
      subdirectory: given(random, anyOf(constant(""), constant("plugins/clock"), branch))
    }),
  check: (input) =>
    Effect.gen(function* () {
      yield* laid(input)
      const files = yield* MemoryFiles
      yield* files.put(`${CHECKOUT}/manifest.json`, '{"id": "clock", "class_name": "Clock"}')
      yield* files.putDirectory(INTO)
      yield* files.reset
      const asked: Array<ReadonlyArray<string>> = []
      const git = gitOf(input, asked)
      const changes = yield* answered(localChanges(CHECKOUT).pipe(Effect.provide(git)))
      if (changes._tag === "Success") {
        yield* promise(
          textIn(input, "exit") === "0" || !/^-?\d/u.test(textIn(input, "exit")),
          "what git could not say counts as nothing"
        )
      }
      asked.length = 0
      yield* answered(
        cloneRepository({
          plugin: "clock",
          address: textIn(input, "address"),
          branches: [textIn(input, "branch"), "main"],
          subdirectory: textIn(input, "subdirectory"),
          into: INTO,
          protocols: ["https"]
        }).pipe(Effect.provide(git))
      )
      const [clone] = asked
      const from = clone?.indexOf("--") ?? -1
      yield* promise(
        clone === undefined || (from > 0 && clone[from + 1]?.startsWith("https://") === true),
        "an address is given to git that is none",
        clone?.join(" ").slice(0, 300)
      )
      const stray = (yield* files.operations).find(({ path, writes }) => writes && !path.startsWith(INTO))
      yield* promise(stray === undefined, "it writes outside its directory", stray?.path.slice(0, 200))
    }).pipe(Effect.provide(installationOf()))
}
