/** What helps where a place cannot do what is asked of it, by the code of the failure. */
const STEPS: ReadonlyMap<unknown, string> = new Map([
  ["ENOLCK", "mount this file system with locks, or keep the installation on a disk of this machine"],
  ["MOUNT_POINT", "mount the directory that holds it, not it alone"],
  [
    "OVERLAY",
    "switch the overlay off while plugins are changed; what is written on it may be gone after a restart anyway"
  ]
])

/** A sentence without capital and full stop; `undefined` where the failure's own words say it all. */
export const stepFor = (code: unknown): string | undefined => STEPS.get(code)
