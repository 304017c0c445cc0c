/** The token, for as long as the tab is open. Where storage is forbidden, for as long as the page is. */

const KEY = "ledmatrix-reconciler-token"

export const makeTokenKeeper = () => {
  const stored = (): string | undefined => {
    try {
      return sessionStorage.getItem(KEY) ?? undefined
    } catch {
      return undefined
    }
  }
  let token = stored()
  return {
    token: (): string | undefined => token,
    keep: (given: string): void => {
      token = given
      try {
        sessionStorage.setItem(KEY, given)
      } catch {
        // It is kept in memory then.
      }
    }
  }
}
