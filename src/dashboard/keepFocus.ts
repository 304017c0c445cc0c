/**
 * If the button that had the focus is gone once it has done its work, the focus goes to what it stood in, or to
 * the content. Otherwise a person who works with keys alone would be thrown back to the top of the page.
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
