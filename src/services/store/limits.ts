/** What the store allows, and how long it waits. */
import { Duration } from "effect"

export const REGISTRY_TTL = Duration.minutes(15)
export const REGISTRY_BACK_OFF = Duration.seconds(60)
export const REGISTRY_BYTES_MAX = 32 * 1024 * 1024
export const REGISTRY_TIME_MAX = Duration.seconds(10)

/** Until a server has answered with its headers. */
export const CONNECT_TIME_MAX = Duration.seconds(10)
/** A download larger than this cannot hold a plugin within the limits below, whatever it was packed with. */
export const DOWNLOAD_BYTES_MAX = 500 * 1024 * 1024
export const ATTEMPTS_MAX = 3
/** Before the second attempt; doubled before each further one. */
export const RETRY_PAUSE = Duration.millis(300)
export const REDIRECTS_MAX = 5
/** A server may ask us to come back later; beyond this the next run does. */
export const RETRY_AFTER_MAX = Duration.seconds(20)

/** How long the archive of a repository is kept for the next plugin in it. */
export const ARCHIVE_IDLE = Duration.minutes(1)

export const FILES_MAX = 2000
export const FILE_BYTES_MAX = 50 * 1024 * 1024
export const TOTAL_BYTES_MAX = 200 * 1024 * 1024
export const RATIO_MAX = 200
/** Small texts pack very well; a bomb is judged only once it has some size. */
export const RATIO_BYTES_MIN = 1024 * 1024
export const ARCHIVE_ENTRIES_MAX = 100_000
export const NAME_BYTES_MAX = 255
/** Of a whole path. What is deeper or longer is made to be in the way: each level is looked at by itself. */
export const PATH_LENGTH_MAX = 1024
export const PATH_DEPTH_MAX = 32

/** Stagings older than this were left by a crash. */
export const STAGING_LEFTOVER_AFTER = Duration.hours(1)
export const STAGING_PREFIX = ".ledmatrix-reconciler.standalone-backup-"
/** Copies kept for undoing, which live longer. */
export const KEPT_PREFIX = `${STAGING_PREFIX}kept.`
