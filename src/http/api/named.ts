/** Documents that stand in several responses: named, so that the API's description has each of them once. */
import * as Controller from "../../domain/Controller.ts"
import * as Desired from "../../domain/desired/DesiredStatus.ts"
import * as Fleet from "../../domain/fleet/SignTile.ts"
import * as Domain from "../../domain/findings/Report.ts"

export const BackOff = Controller.BackOff.annotate({ identifier: "BackOff" })
export const Condition = Controller.Condition.annotate({ identifier: "Condition" })
export const ControllerStatus = Controller.ControllerStatus.annotate({ identifier: "ControllerStatus" })
export const DesiredStatus = Desired.DesiredStatus.annotate({ identifier: "DesiredStatus" })
export const SignTiles = Fleet.SignTiles.annotate({ identifier: "SignTiles" })
export const OperationTicket = Controller.OperationTicket.annotate({ identifier: "OperationTicket" })
export const PassSummary = Controller.PassSummary.annotate({ identifier: "PassSummary" })
export const Report = Domain.Report.annotate({ identifier: "Report" })
export const ReportedFinding = Domain.ReportedFinding.annotate({ identifier: "ReportedFinding" })
export const StartupResult = Controller.StartupResult.annotate({ identifier: "StartupResult" })
export const Suspension = Controller.Suspension.annotate({ identifier: "Suspension" })
