import { useEffect, useState } from "preact/hooks"
import { ago, exactTime, forWhile } from "../../../model/words/time.ts"

const TICK_MS = 15_000

/** The browser's clock, as often as sentences about it change. */
export const useNow = (everyMs = TICK_MS): number => {
  const [now, setNow] = useState(() => Date.now())
  useEffect(() => {
    const timer = setInterval(() => setNow(Date.now()), everyMs)
    return () => clearInterval(timer)
  }, [everyMs])
  return now
}

interface WhenProps {
  readonly iso: string
  /** `2 hours ago`, or `for 2 hours`. */
  readonly say?: "ago" | "for"
}

/** A moment, said by its distance from now. Pointing at it or pressing it shows the exact time. */
export const When = ({ iso, say = "ago" }: WhenProps) => {
  const now = useNow()
  const [isExact, setExact] = useState(false)
  const exact = say === "ago" ? exactTime(iso) : `since ${exactTime(iso)}`
  const about = say === "ago" ? ago(iso, now) : forWhile(iso, now)
  return (
    <button
      type="button"
      class="when"
      title={exact}
      aria-pressed={isExact}
      aria-label={isExact ? exact : `${about}; show the exact time`}
      onClick={() => setExact(!isExact)}
    >
      <time dateTime={iso}>{isExact ? exact : about}</time>
    </button>
  )
}
