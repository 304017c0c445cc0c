/** Why what the registry names could not be fetched, or is refused. */
import { Data, type Duration } from "effect"

/** A download broke off, timed out, or the server said to come back later. */
export class DownloadFailed extends Data.TaggedError("DownloadFailed")<{
  readonly address: string
  readonly problem: string
  /** How long the server wants to be left alone, where it says so. */
  readonly retryAfter?: Duration.Duration
}> {
  readonly code = "download_failed"
  readonly transient = true
  override get message(): string {
    return `${this.address}: ${this.problem}`
  }
}

/** Nothing is published where the registry says it is (404 or 410 from every way), or the way is not allowed. */
export class NoSource extends Data.TaggedError("NoSource")<{
  readonly plugin: string
  readonly code: "not_published" | "address_refused" | "no_address"
  readonly problem: string
}> {
  readonly transient = false
  override get message(): string {
    return `${this.plugin} cannot be fetched: ${this.problem}`
  }
}

const ofWhere = (from: string | undefined): string => (from === undefined ? "" : ` from ${from}`)

/** The archive breaks a rule or a limit; nothing of it is kept. `code` says which. */
export class BadArchive extends Data.TaggedError("BadArchive")<{
  readonly code: string
  readonly problem: string
  /** Where it was fetched. */
  readonly from?: string
}> {
  readonly transient = false
  override get message(): string {
    return `the archive${ofWhere(this.from)} is refused: ${this.problem}`
  }
}

/** What was downloaded is no plugin that LEDMatrix would load, or another plugin than the one asked for. */
export class BadPlugin extends Data.TaggedError("BadPlugin")<{
  readonly code: "bad_manifest" | "wrong_id" | "incompatible"
  readonly problem: string
  /** The id that it has, where that is not the one asked for. */
  readonly foundId?: string
  /** The registry told it, so that trying again costs no download. */
  readonly beforeDownload?: true
  /** Where it was fetched. */
  readonly from?: string
}> {
  readonly transient = false
  override get message(): string {
    return `the download${ofWhere(this.from)} is refused: ${this.problem}`
  }
}

/** The plugin is being downloaded, and the run does not wait for it any longer. */
export class DownloadUnderWay extends Data.TaggedError("DownloadUnderWay")<{
  readonly plugin: string
  readonly problem: string
}> {
  readonly code = "download_under_way"
  readonly transient = true
  override get message(): string {
    return `${this.plugin}: ${this.problem}`
  }
}

/** Why a plugin could not be fetched. */
export type FetchReason = DownloadFailed | DownloadUnderWay | NoSource | BadArchive | BadPlugin
