/** How long this program waits for LEDMatrix, and how much of an answer it reads. Sizes are bytes. */
import { Duration } from "effect"

/** For the list of plugins: LEDMatrix first discovers them anew, and may wait for its registry. */
export const INSTALLED_TIME_MAX = Duration.seconds(10)
/** For one change of `enabled`. */
export const TOGGLE_TIME_MAX = Duration.seconds(5)
/** For the display to end and to begin anew, on a slow card. */
export const RESTART_TIME_MAX = Duration.seconds(60)
/** For one change with all its requests: the root lock is held until it ends, and other runs wait for that. */
export const SWITCH_TIME_MAX = Duration.seconds(8)
/** A list of a thousand plugins takes half a megabyte. */
export const ANSWER_BYTES_MAX = 8 * 1024 * 1024
/** How long a list of plugins serves all rounds of a pass, and people who look at it: one request. */
export const VIEW_TTL = Duration.seconds(5)
/**
 * How long a LEDMatrix that did not answer is left alone, so that a run waits once and not for each plugin. Shorter
 * than any pause of the controller, whose next try must reach LEDMatrix.
 */
export const DOWN_FOR = Duration.seconds(3)
/** Characters of a text from LEDMatrix that is shown to a person. */
export const TEXT_LENGTH_MAX = 300
