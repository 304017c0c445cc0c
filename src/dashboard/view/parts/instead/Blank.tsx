import type { ComponentChildren } from "preact"

/** What stands where nothing is: why, and what to do. */
export const Blank = ({
  children,
  title
}: {
  readonly title: string
  readonly children?: ComponentChildren
}) => (
  <div class="blank">
    <p class="blank-title">{title}</p>
    {children}
  </div>
)

/** The room of something that is on its way. */
export const Awaited = ({ lines, what }: { readonly lines: number; readonly what: string }) => (
  <div class="awaited" aria-busy="true">
    <span class="unseen">{what} is being loaded</span>
    {Array.from({ length: lines }, (_, index) => (
      <div key={index} class="awaited-line" aria-hidden="true" />
    ))}
  </div>
)
