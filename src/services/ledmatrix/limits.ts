/** How long LEDMatrix is waited for, and how much of an answer is read. */
import { Duration } from "effect"

/** Rediscovering the plugins, and a look at the registry that blocks, are part of its answer. */
export const INSTALLED_TIME_MAX = Duration.seconds(10)
export const TOGGLE_TIME_MAX = Duration.seconds(5)
/** All that one change may take, a discovery among it: the root lock is held meanwhile, and others wait for it. */
export const SWITCH_TIME_MAX = Duration.seconds(8)
/** A list of a thousand plugins takes half a megabyte. */
export const ANSWER_BYTES_MAX = 8 * 1024 * 1024
/** Whatever is asked within this time, by the rounds of a pass and by people, costs one request. */
export const VIEW_TTL = Duration.seconds(5)
/**
 * A LEDMatrix that did not answer is left alone for this long, so that a run waits once and not for each plugin:
 * shorter than any pause after which the controller tries again, which would else be in vain.
 */
export const DOWN_FOR = Duration.seconds(3)
/** Of a text from LEDMatrix that is shown to a person. */
export const TEXT_LENGTH_MAX = 300
