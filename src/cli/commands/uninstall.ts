/** `uninstall ID`: a plugin's files, settings and secrets, so that it stays away. */
import { uninstall } from "../../operations/uninstall.ts"
import { type Invocation, isOn } from "../arguments/Invocation.ts"
import type { Settings } from "../settings/Settings.ts"
import { writing } from "../layers/writing.ts"
import { answered } from "./operation.ts"

export const run = ({ argument = "", given }: Invocation, settings: Settings) => {
  const options = { preserveConfig: isOn(given, "preserve-config") }
  return writing(
    settings,
    answered(settings, (policy) => uninstall(argument, options, policy))
  )
}
