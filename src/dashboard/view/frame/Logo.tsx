/** A corner of a sign: dots, some of them lit. */
const DIM =
  "M2 2h0M6 2h0M10 2h0M14 2h0M2 6h0M6 6h0M10 6h0M2 10h0M10 10h0M14 10h0M2 14h0M6 14h0M10 14h0M14 14h0"
const LIT = "M14 6h0M10 10h0M2 10h0M6 14h0"

export const Logo = () => (
  <svg class="logo" viewBox="0 0 16 16" width="32" height="32" aria-hidden="true" focusable="false">
    <rect width="16" height="16" rx="3" />
    <path class="logo-dim" d={DIM} />
    <path class="logo-lit" d={LIT} />
  </svg>
)
