/**
 * Keeps a person who works with keys alone from being thrown back to the top of the page when the button that they
 * pressed disappears: the focus goes to the part that held the button, or to the content.
 */
export const keepFocus = (): void => {
  let around: ReadonlyArray<HTMLElement> = []
  addEventListener("focusin", ({ target }) => {
    const found: Array<HTMLElement> = []
    for (let at = target instanceof Element ? target : null; at !== null; at = at.parentElement)
      if (at instanceof HTMLElement) found.push(at)
    around = found
  })
  new MutationObserver(() => {
    const [last] = around
    if (last === undefined || last.isConnected || document.activeElement !== document.body) return
    const home = around.find((element) => element.isConnected && element.getAttribute("tabindex") === "-1")
    ;(home ?? document.getElementById("main"))?.focus({ preventScroll: true })
  }).observe(document.body, { childList: true, subtree: true })
}
