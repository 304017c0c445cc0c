/** The library: the services, what they speak of, and every error. Importing it starts nothing. */

// The pass, and the service that runs it
export { check } from "./reconcile/look/check.ts"
export { detect } from "./reconcile/judge/detect.ts"
export { history, type History, type PastRun } from "./reconcile/look/history.ts"
export { install } from "./operations/install/install.ts"
export { offered, type OfferedList, type OfferedPlugin } from "./reconcile/look/offered.ts"
export { outdated, type OutdatedList, type OutdatedPlugin } from "./reconcile/look/outdated.ts"
export { setEnabled } from "./operations/setEnabled.ts"
export { openChoices, type OpenChoice, type OpenChoices } from "./operations/resolve/openChoices.ts"
export { resolve } from "./operations/resolve/resolve.ts"
export { undo, type Undone } from "./operations/undo/undo.ts"
export { uninstall, type UninstallOptions } from "./operations/uninstall.ts"
export { update, updateAll, type UpdatedPlugin } from "./operations/update/update.ts"
export type { OperationError } from "./operations/operationProblem.ts"
export type { OperationServices } from "./operations/OperationServices.ts"
export { exitCode, type ExitCode } from "./reconcile/tell/exitCode.ts"
export { explain } from "./reconcile/look/explain.ts"
export { installed } from "./reconcile/look/installed.ts"
export type { InstalledLine, InstalledList, ListedPlugin } from "./reconcile/look/installed.ts"
export { plan, type Plan, type PlanStep } from "./reconcile/judge/plan.ts"
export { type ReconcileOptions } from "./reconcile/oneRun.ts"
export { reconcile } from "./reconcile/reconcile.ts"
export { type Writers } from "./reconcile/Reconciler.ts"
export { type LiveOptions, liveServices, type LiveServices } from "./live/liveServices.ts"
export { Reconciler } from "./live/Reconciler.ts"
export { type Readers } from "./reconcile/look/snapshot.ts"

// The controller
export { Controller, type LiveControllerOptions } from "./live/Controller.ts"
export type {
  ControllerOptions,
  ControllerServices,
  PluginOperation
} from "./controller/ControllerOptions.ts"
export { type AcceptedOperation } from "./controller/operations/operationQueue.ts"
export { type PassRequest } from "./controller/passes/passQueue.ts"
export { PassUnanswered } from "./controller/passes/PassUnanswered.ts"
export { type ChangeListener, FileWatcher, type WatchChange, type Watching } from "./ports/FileWatcher.ts"
export { NodeFileWatcher } from "./node/NodeFileWatcher.ts"
export { Suspensions } from "./services/ownFiles/Suspensions.ts"
export {
  BackOff,
  Condition,
  ControllerEvent,
  ControllerStatus,
  Fetching,
  OperationTicket,
  OperationType,
  PassSummary,
  StartupResult,
  Suspension,
  Trigger
} from "./domain/Controller.ts"

// The controller's HTTP API, and a client of one that runs somewhere
export { ControllerApi } from "./http/Api.ts"
export { Gate, ProblemGate } from "./http/api/Gate.ts"
export { type ControllerAddress, ControllerClient } from "./http/ControllerClient.ts"
export {
  BadRequest,
  Conflict,
  Forbidden,
  NotFound,
  ServerFault,
  TooLarge,
  Unauthorized,
  Unavailable,
  UnsupportedMediaType
} from "./http/api/envelope.ts"

// The five services; reading and writing are different capabilities
export { Config } from "./services/Config.ts"
export { ConfigWriter, type ConfigFile, type ConfigMember } from "./services/writing/ConfigWriter.ts"
export { CachePlaces, Host, type HostSaid, HostSettings } from "./services/installation/Host.ts"
export { Disk } from "./services/Disk.ts"
export { DiskWriter } from "./services/writing/DiskWriter.ts"
export { EnabledSwitch } from "./services/writing/EnabledSwitch.ts"
export { PluginManager } from "./services/PluginManager.ts"
export { PluginInstaller, PluginRegistry, PluginStore } from "./services/PluginStore.ts"
export type { PluginPlaceChoice } from "./services/PluginStore.ts"
export { Policy } from "./services/Policy.ts"
export { StateStore } from "./services/StateStore.ts"
export { StateWriter } from "./services/writing/StateWriter.ts"
export { LedmatrixLive, type LedmatrixOptions } from "./services/ledmatrix/LedmatrixLive.ts"
export { PluginInstallerLive, PluginRegistryLive, StoreLive } from "./services/store/StoreLive.ts"

// What they stand on
export { Installation } from "./services/installation/Installation.ts"
export { openInstallation } from "./services/installation/openInstallation.ts"
export { Checkouts } from "./services/disk/checkouts/Checkouts.ts"
export { Journal, type JournalView } from "./services/ownFiles/Journal.ts"
export { JournalWriter } from "./services/writing/JournalWriter.ts"
export type { ConfigBackup } from "./services/config/Backups.ts"
export { Backups } from "./services/config/Backups.ts"
export { BackupsWriter } from "./services/writing/BackupsWriter.ts"
export { ByteOrderMarks } from "./services/writing/ByteOrderMarks.ts"
export { UninstalledWriter } from "./services/store/uninstalled/UninstalledWriter.ts"
export { fileServices, readingServices } from "./services/readingServices.ts"
export { fileWritingServices, writingServices } from "./services/writing/writingServices.ts"
export { Ledger } from "./services/ownFiles/Ledger.ts"
export { LedgerWriter } from "./services/writing/LedgerWriter.ts"
export { RootLock } from "./services/installation/RootLock.ts"
export { StoreSettings } from "./services/store/StoreSettings.ts"
export { type ShownPath } from "./services/disk/directories/movePlugin.ts"
export { type PluginTraits } from "./services/disk/directories/pluginTraits.ts"
export { LocalFiles } from "./services/disk/localFiles/LocalFiles.ts"
export { type ReplacedDirectory } from "./services/disk/localFiles/carryOver.ts"
export { type AppliedEdits } from "./services/files/editing/applyEdits.ts"
export { type InstallerServices } from "./services/store/install/liveInstaller.ts"
export { FileReader, FileWriter } from "./ports/Files.ts"
export { FileFault } from "./ports/FileFault.ts"
export type { FileContent, FileKind, FileStat, FileGlance } from "./ports/Files.ts"
export type { FileMissing, ReadHandle, FileSlice } from "./ports/Files.ts"
export type { Refuser } from "./ports/FileFault.ts"
export type { TextRead, WriteHandle } from "./ports/Files.ts"
export { type LockHolder, LockTimeout, ProcessLock } from "./ports/ProcessLock.ts"
export { Progress, type ProgressEvent } from "./ports/Progress.ts"
export { GitMissing, GitProgram, GitTimeout } from "./ports/GitProgram.ts"
export type { GitAnswer, GitBounds, GitOptions, GitProtocol } from "./ports/GitProgram.ts"
export { ZipFault, ZipReader, type OpenZip, type ZipEntry } from "./ports/ZipReader.ts"
export { BuffersWritten } from "./node/writing/BuffersWritten.ts"
export { NodeFileReader } from "./node/NodeFileReader.ts"
export { NodeFileWriter } from "./node/NodeFileWriter.ts"
export { NodeGitProgram } from "./node/NodeGitProgram.ts"
export { NodeProcessLock } from "./node/NodeProcessLock.ts"
export { NodeZipReader } from "./node/NodeZipReader.ts"

// Documents that were printed elsewhere
export { FailureDocument, HistoryDocument, InstalledDocument } from "./live/documents.ts"
export { DoctorDocument, OfferedDocument, OutdatedDocument, UndoneDocument } from "./live/documents.ts"

// What is spoken of
export { Change } from "./domain/changes/Change.ts"
export type { DirectoryChange, List, PlaceFetched, PutBack, RemoveValue } from "./domain/changes/Change.ts"
export type {
  RenameEntry,
  ReplaceFile,
  SetAside,
  SetByteOrderMark,
  SetValue,
  ValueChange
} from "./domain/changes/Change.ts"
export type { ValueFile, ValuePlace, Why } from "./domain/changes/Change.ts"
export { type Edit, Evidence } from "./domain/changes/Evidence.ts"
export { type Advice, adviceText, type StepWords } from "./domain/advice/Advice.ts"
export { NextStep } from "./domain/advice/NextStep.ts"
export { Repair } from "./domain/changes/Repair.ts"
export type { DesiredFetch, UndesiredPlugin } from "./domain/changes/Repair.ts"
export type { ConfigEntry, ConfigView, EntryEnabled, NotAnEntry } from "./domain/sources/ConfigView.ts"
export type { BrokenPlugin, DiskView, InstalledPlugin, SetAsideCopy } from "./domain/sources/DiskView.ts"
export type { SetAsideKind } from "./domain/sources/DiskView.ts"
export { Explanation } from "./domain/findings/Explanation.ts"
export { type Choice, type Finding, Fix, type SideState } from "./domain/findings/Finding.ts"
export { JournalChange, JournalRecord, MovedDirectory, RunCommand } from "./domain/changes/Journal.ts"
export type { Agreement, LedgerView, RecordMark } from "./domain/sources/Ledger.ts"
export type { Display, DisplayStatus, ReportedDisplay } from "./domain/sources/Display.ts"
export type { LoadFailure, ManagedPlugin, ManagerView } from "./domain/sources/ManagerView.ts"
export {
  HalfDone,
  OperationDocument,
  operationDocument,
  OperationRefused,
  type OperationResult,
  OperationStatus
} from "./domain/Operation.ts"
export { Outcome } from "./domain/findings/Outcome.ts"
export { isPluginId } from "./domain/plugin/PluginId.ts"
export { Authority, defaultPolicy, type PolicyValues } from "./domain/Policy.ts"
export { type Registry, RegistryEntry, type SkippedEntry } from "./domain/store/Registry.ts"
export { type RegistryCopy, type RegistryState } from "./domain/store/RegistryCopy.ts"
export { reasons, type ReasonWords, type Remedy } from "./domain/findings/reasons.ts"
export { Report, ReportedFinding, ReportResult } from "./domain/findings/Report.ts"
export type { Snapshot } from "./domain/sources/Snapshot.ts"
export { type Reading } from "./domain/sources/Source.ts"
export type { StagedPlugin } from "./domain/store/StagedPlugin.ts"
export type { RecordReading, RecordSalvage, StateRecord } from "./domain/sources/StateRecord.ts"
export type { RecordStatus } from "./domain/sources/StateRecord.ts"
export type { StateView } from "./domain/sources/StateView.ts"
export type { StoreView, Uninstalled } from "./domain/sources/StoreView.ts"
export { type HostTraits, hostTraits } from "./domain/host/HostVersion.ts"
export { type HostView } from "./domain/host/HostView.ts"
export { SYSTEM_KEYS } from "./domain/host/systemKeys.ts"
export type { DiffLine } from "./domain/findings/FileDiff.ts"
export type { SeenPlugins } from "./domain/sources/SeenPlugins.ts"
export { DesiredStatus } from "./domain/desired/DesiredStatus.ts"
export { type GitInfo } from "./domain/plugin/GitInfo.ts"
export { LocalFilesFate } from "./domain/plugin/LocalFiles.ts"
export type { DesiredSign, DesiredLayer } from "./domain/desired/DesiredDocument.ts"
export type { DesiredOthers, SettingsPatch } from "./domain/desired/DesiredDocument.ts"
export type { DesiredValue } from "./domain/desired/DesiredDocument.ts"
export type { DesiredPlugin } from "./domain/desired/DesiredDocument.ts"
export { type DesiredView } from "./domain/desired/DesiredView.ts"
export { type InstallFailure } from "./domain/store/InstallFailure.ts"
export { type JsonValue } from "./json/JsonValue.ts"
export { type MemberText } from "./json/editing/memberText.ts"

// Every error
export { NoInstallation, type NoInstallationReason } from "./domain/errors/NoInstallation.ts"
export { FileUnreadable, type Unreadable } from "./domain/errors/FileUnreadable.ts"
export { FileFailed, KeepsChanging, NotParseable, OwnerNotKept } from "./domain/errors/FileReason.ts"
export type { FileReason } from "./domain/errors/FileReason.ts"
export { LedmatrixFailed, SwitchError } from "./domain/errors/LedmatrixError.ts"
export { ConfigError, LedgerError, StateError } from "./domain/errors/ServiceError.ts"
export { SourceError } from "./domain/sources/Source.ts"
export { Failure, InconsistencyType, PluginId, Reason, Source } from "./domain/schemas.ts"
export { StoreError } from "./domain/errors/StoreError.ts"
export {
  NameTaken,
  NotCarriedOver,
  NotReplaced,
  OperationInProgress,
  type PlaceReason
} from "./domain/errors/PlaceReason.ts"
export {
  BadArchive,
  BadPlugin,
  DownloadFailed,
  DownloadUnderWay,
  type FetchReason,
  NoSource
} from "./domain/errors/FetchReason.ts"
export {
  NotInRegistry,
  type RegistryReason,
  RegistryUncertain,
  RegistryUnreachable,
  VersionNotOffered
} from "./domain/errors/RegistryReason.ts"
export type { StoreReason } from "./domain/errors/StoreError.ts"
