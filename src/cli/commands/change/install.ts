/** `install ID`: a plugin from the store. */
import { install } from "../../../operations/install/install.ts"
import type { Invocation } from "../../arguments/Invocation.ts"
import type { Settings } from "../../settings/Settings.ts"
import { writing } from "../../layers/writing.ts"
import { answered } from "./operation.ts"

export const run = ({ argument = "" }: Invocation, settings: Settings) =>
  writing(settings, answered({ id: argument, where: "store" }, install(argument)))
