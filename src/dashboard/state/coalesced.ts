/** Work that is asked for often: one at a time, and once more if it was asked for meanwhile. */

export const coalesced = (work: () => Promise<void>): (() => Promise<void>) => {
  let running: Promise<void> | undefined
  let again = false
  const run = async (): Promise<void> => {
    do {
      again = false
      // oxlint-disable-next-line no-await-in-loop -- one after the other is the point
      await work()
    } while (again)
    running = undefined
  }
  return () => {
    if (running === undefined) running = run()
    else again = true
    return running
  }
}
