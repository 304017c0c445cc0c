/** `enable ID` and `disable ID`: in config and saved state together. */
import { setEnabled } from "../../../operations/setEnabled.ts"
import type { Invocation } from "../../arguments/Invocation.ts"
import type { Settings } from "../../settings/Settings.ts"
import { writing } from "../../layers/writing.ts"
import { answered } from "./operation.ts"

export const run = ({ argument = "", command }: Invocation, settings: Settings) =>
  writing(settings, answered({ id: argument, where: "here" }, setEnabled(argument, command === "enable")))
