/** The next steps as commands and options. What stands between backticks is made whole where it is printed. */
import type { StepWords } from "../../../domain/advice/Advice.ts"
import { quoted } from "../text/ownCommand.ts"

export const stepWords: StepWords = {
  ShowPlugins: () => "`installed`",
  ShowStore: () => "`store`",
  ShowFindings: () => "`check`",
  ShowHistory: () => "`history`",
  ShowChoices: () => "`resolve` lists the commands",
  Reconcile: () => "`reconcile`",
  ReplaceBroken: () => "`reconcile --replace-broken`",
  Update: ({ plugin }) => `\`update ${quoted(plugin)}\``,
  Uninstall: ({ plugin }) => `\`uninstall ${quoted(plugin)}\``,
  Enable: ({ plugin }) => `\`enable ${quoted(plugin)}\``,
  Undo: ({ run }) => `\`undo ${run}\``,
  NameBackup: () => "name it with --choose",
  GiveRegistryFile: () => "give a registry file with --registry",
  GiveAnotherRegistry: () => "--registry names another registry",
  GiveDesiredState: () => "start it with --desired and the address or file of a document",
  GiveLedmatrix: () => "start it with --ledmatrix and the address of LEDMatrix's web page",
  RestartByHand: () => "restart the display on the machine: sudo systemctl restart ledmatrix",
  LeaveOutLedmatrix: () => "a controller without --ledmatrix writes the files itself",
  WaitLonger: () => "allow more time with --lock-timeout"
}
