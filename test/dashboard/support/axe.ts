/** What axe objects to on a page as it stands. */
import axe from "axe-core"
import type { Page } from "playwright-core"

const TAGS = ["wcag2a", "wcag2aa", "wcag21a", "wcag21aa", "wcag22aa", "best-practice"]

/** By all rules, or by some. */
export const objections = async (
  page: Page,
  rules?: ReadonlyArray<string>
): Promise<ReadonlyArray<string>> => {
  const runOnly = rules === undefined ? { type: "tag", values: TAGS } : { type: "rule", values: rules }
  // As text, because what is imported here is not there.
  if (!(await page.evaluate(() => "axe" in window))) await page.evaluate(axe.source)
  const { violations } = await page.evaluate<axe.AxeResults>(
    `axe.run(document, ${JSON.stringify({ runOnly, resultTypes: ["violations"] })})`
  )
  return violations.flatMap(({ help, id, nodes }) =>
    nodes.map(({ failureSummary, html }) => `${id}: ${help}: ${html} ${failureSummary ?? ""}`)
  )
}
