/** What `failures.json` remembers across processes, written. */
import { Clock, Effect, Option } from "effect"
import { join } from "node:path/posix"
import { StoreError } from "../../../domain/errors/StoreError.ts"
import type { Registry } from "../../../domain/store/Registry.ts"
import { FileReader, FileWriter } from "../../../ports/Files.ts"
import { Installation } from "../../installation/Installation.ts"
import { replaceLedgerFile } from "../../ownFiles/formats/ledgerFiles.ts"
import {
  candidatesDigest,
  FAILURES,
  type Failures,
  followedBy,
  NO_FAILURES,
  printFailures,
  readFailures
} from "./failuresFile.ts"

/** Makes `remember` and `forget`, on the files of the context. */
export const failureMemory = Effect.gen(function* () {
  const files = yield* Effect.context<FileReader | FileWriter | Installation>()
  const reader = yield* FileReader
  const path = join((yield* Installation).ledgerDirectory, FAILURES)

  /** Writes nothing where there was nothing and is nothing. */
  const edit = (plugin: string, change: (failures: Failures) => Failures) =>
    replaceLedgerFile(FAILURES, (current) => {
      const before = Option.match(current, { onNone: () => NO_FAILURES, onSome: readFailures })
      const after = change(before)
      const nothing = before.size === 0 && after.size === 0
      return Effect.succeed(nothing ? Option.none<string>() : Option.some(printFailures(after)))
    }).pipe(
      Effect.asVoid,
      Effect.mapError((reason) => new StoreError({ plugin, reason })),
      Effect.provideContext(files)
    )

  return {
    /** Remembers that `plugin` cannot be installed by what `registry` says of it. */
    remember: Effect.fnUntraced(function* (error: StoreError, registry: Registry) {
      const { message, plugin, reason, ruledOut } = error
      const failed_at = new Date(yield* Clock.currentTimeMillis).toISOString()
      const found =
        reason._tag === "BadPlugin" && reason.foundId !== undefined ? { found_id: reason.foundId } : {}
      const only = ruledOut === undefined ? {} : { version: ruledOut }
      const digest = candidatesDigest(registry, plugin)
      const failure = { digest, code: reason.code, message, failed_at, ...found, ...only }
      yield* edit(plugin, (failures) =>
        new Map(failures).set(plugin, followedBy(failures.get(plugin), failure))
      )
    }),
    /** Forgets the failure of one plugin, or all. */
    forget: Effect.fnUntraced(function* (id: Option.Option<string>) {
      if (Option.isNone(yield* Effect.orElseSucceed(reader.stat(path), Option.none))) return
      yield* edit(
        Option.getOrElse(id, () => ""),
        (failures) => new Map([...failures].filter(([plugin]) => Option.isSome(id) && plugin !== id.value))
      )
    })
  }
})
