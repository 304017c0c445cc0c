/** `uninstall ID`: a plugin's files, settings and secrets, so that it stays away. On a terminal it asks before secrets go. */
import { Effect, Option } from "effect"
import { FILE } from "../../../domain/changes/Change.ts"
import { uninstall } from "../../../operations/uninstall.ts"
import { ConfigWriter } from "../../../services/writing/ConfigWriter.ts"
import { type Invocation, isOn } from "../../arguments/Invocation.ts"
import { writing } from "../../layers/writing.ts"
import { cliFailure } from "../../run/CliFailure.ts"
import { canAsk, confirmed } from "../../run/question.ts"
import type { Settings } from "../../settings/Settings.ts"
import { answered } from "./operation.ts"

/** The operation itself reports a file that cannot be read. */
const hasSecrets = (id: string) =>
  Effect.flatMap(ConfigWriter, (config) =>
    config.value("secrets", [id]).pipe(
      Effect.map(Option.isSome),
      Effect.orElseSucceed(() => false)
    )
  )

/** Before the lock is taken: other runs do not wait for a person. */
const askedFirst = Effect.fnUntraced(function* (id: string) {
  if (!canAsk() || !(yield* hasSecrets(id))) return
  const yes = yield* confirmed(
    `${id} has a section in ${FILE.secrets}, which is removed with it and which undo cannot bring back. Uninstall it?`
  )
  if (!yes)
    return yield* cliFailure(
      "not_confirmed",
      `${id} was not uninstalled: the question was not answered with yes`,
      {
        path: FILE.secrets,
        hint: "--preserve-config keeps its settings and secrets; --yes answers the question beforehand"
      }
    )
})

export const run = ({ argument = "", given }: Invocation, settings: Settings) => {
  const options = { preserveConfig: isOn(given, "preserve-config") }
  const certain = options.preserveConfig || isOn(given, "yes")
  return writing(
    settings,
    Effect.andThen(
      certain ? Effect.void : askedFirst(argument),
      answered({ id: argument, where: "here" }, uninstall(argument, options))
    )
  )
}
