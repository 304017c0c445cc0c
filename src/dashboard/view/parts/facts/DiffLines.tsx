import type { DiffLine } from "../../../../domain/findings/FileDiff.ts"

const SIGN = { removed: "−", added: "+", same: " " } as const
const SAID = { removed: "goes: ", added: "comes: ", same: "" } as const

/** Whether lines that stay as they are were left out before this one: a comparison shows those around each change. */
const isAfterGap = (lines: ReadonlyArray<DiffLine>, at: number): boolean => {
  const before = lines[at - 1]
  const now = lines[at]
  return before?.change === "same" && now?.change === "same" && now.line > before.line + 1
}

/** Lines of a file that go and come. */
export const DiffLines = ({
  about,
  lines
}: {
  readonly lines: ReadonlyArray<DiffLine>
  readonly about: string
}) => (
  // oxlint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls has to be reached with keys
  <pre class="diff" dir="ltr" tabIndex={0} role="region" aria-label={`Lines of ${about}`}>
    {lines.map(({ change, line, text }, at) => (
      // Two lines may be alike, number and all.
      // oxlint-disable-next-line react/no-array-index-key -- the list is drawn anew as a whole
      <span key={at} class={`diff-line diff-${change}${isAfterGap(lines, at) ? " diff-apart" : ""}`}>
        <span class="diff-number" aria-hidden="true">
          {line}
        </span>
        <span aria-hidden="true">{SIGN[change]} </span>
        <span class="unseen">{SAID[change]}</span>
        {text}
        {"\n"}
      </span>
    ))}
  </pre>
)
