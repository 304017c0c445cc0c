/** What the store allows, and how long it waits. Sizes are bytes. */
import { Duration } from "effect"

/** How long a copy of the registry is fresh. */
export const REGISTRY_TTL = Duration.minutes(15)
/** The pause after a request for the registry that failed. */
export const REGISTRY_BACK_OFF = Duration.seconds(60)
/** Of an answer to a request for the registry. */
export const REGISTRY_BYTES_MAX = 32 * 1024 * 1024
/** For a request for the registry, with its retries and its body. */
export const REGISTRY_TIME_MAX = Duration.seconds(10)

/** Of each file that a clone makes: its pack, and what is checked out of it. */
export const CLONE_FILE_BYTES_MAX = 300 * 1024 * 1024
/** Of each process of a clone. It holds addresses that are only reserved, of which git has many. */
export const CLONE_MEMORY_BYTES_MAX = 512 * 1024 * 1024

/** Less room than this on the card is left to LEDMatrix: nothing is fetched. */
export const ROOM_BYTES_MIN = 1024 * 1024
/** Files and directories that the card must still have room for. */
export const ROOM_FILES_MIN = 100

/** Until a server has answered with its headers. */
export const CONNECT_TIME_MAX = Duration.seconds(10)
/** A larger download cannot hold a plugin within the limits below, however it is packed. */
export const DOWNLOAD_BYTES_MAX = 500 * 1024 * 1024
/** Attempts at one request, the first among them. */
export const ATTEMPTS_MAX = 3
/** Before the second attempt; doubled before each further one. */
export const RETRY_PAUSE = Duration.millis(300)
/** Redirects that one request follows. */
export const REDIRECTS_MAX = 5
/** The longest `Retry-After` that a run waits for; beyond it the next run tries again. */
export const RETRY_AFTER_MAX = Duration.seconds(20)

/** How long the archive of a repository is kept for the next plugin in it. */
export const ARCHIVE_IDLE = Duration.minutes(1)

/** Files of a plugin. */
export const FILES_MAX = 2000
/** Directories of a plugin: each takes an inode, and a card has a number of them. */
export const DIRECTORIES_MAX = 2000
/** One file, unpacked. */
export const FILE_BYTES_MAX = 50 * 1024 * 1024
/** All files of a plugin, unpacked. */
export const TOTAL_BYTES_MAX = 200 * 1024 * 1024
/** Unpacked bytes to packed bytes. */
export const RATIO_MAX = 200
/** Small texts pack very well; a bomb is judged only once it has some size. */
export const RATIO_BYTES_MIN = 1024 * 1024
/** Entries of a whole archive, of which a plugin may be a small part. */
export const ARCHIVE_ENTRIES_MAX = 100_000
/** One component of a path, as UTF-8. */
export const NAME_BYTES_MAX = 255
/** Characters of a whole path. Longer and deeper paths are made to slow a reader, who looks at each level by itself. */
export const PATH_LENGTH_MAX = 1024
/** Components of a path. */
export const PATH_DEPTH_MAX = 32

/** A staging older than this was left by a crash. */
export const STAGING_LEFTOVER_AFTER = Duration.hours(1)
/** Prefix of directories that LEDMatrix ignores, in which a plugin is made ready. */
export const STAGING_PREFIX = ".ledmatrix-reconciler.standalone-backup-"
/** Prefix of the copies kept for `undo`, which live longer than stagings. */
export const KEPT_PREFIX = `${STAGING_PREFIX}kept.`
