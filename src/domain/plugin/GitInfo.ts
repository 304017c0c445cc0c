/** What a git checkout says of itself, read from its files. */
export interface GitInfo {
  /** None where HEAD is detached. */
  readonly branch: string | null
  /** Full object name; none where nothing was committed yet, or it could not be read. */
  readonly commit: string | null
  /** When that commit was made, ISO 8601 with the committer's offset. */
  readonly date: string | null
  /** Where it was cloned from, without what may be a secret in it. */
  readonly remote: string | null
}
