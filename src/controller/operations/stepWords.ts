/** The next steps in the words of the page that a controller serves: its views, its buttons, and how it was started. */
import type { StepWords } from "../../domain/advice/Advice.ts"

export const stepWords: StepWords = {
  ShowPlugins: () => "the view Plugins",
  ShowStore: () => "the view Store",
  ShowFindings: () => "the overview",
  ShowHistory: () => "the view History",
  ShowChoices: () => "the overview has a button for it",
  Reconcile: () => "a repair",
  ReplaceBroken: () => "a repair that may replace what is broken",
  Update: ({ plugin }) => `an update of ${plugin}`,
  Uninstall: ({ plugin }) => `uninstalling ${plugin}`,
  Enable: ({ plugin }) => `switch ${plugin} on`,
  Undo: ({ run }) => `undoing run ${run}`,
  NameBackup: () => "choose again",
  GiveRegistryFile: () => "start the controller with a registry file (--registry)",
  GiveAnotherRegistry: () => "a controller can be started with another one (--registry)",
  GiveDesiredState: () => "start the controller with --desired and the address or file of a document",
  GiveLedmatrix: () => "start the controller with --ledmatrix and the address of LEDMatrix's web page",
  RestartByHand: () => "restart the display on the machine: sudo systemctl restart ledmatrix",
  LeaveOutLedmatrix: () => "a controller without --ledmatrix writes the files itself",
  WaitLonger: () => "try again later"
}
