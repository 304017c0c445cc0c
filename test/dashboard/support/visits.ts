/**
 * Visits of a sign with a browser. After each test it is made sure that no page had an error, broke its own
 * policy, or asked anybody but the controller for anything.
 */
import { afterAll, afterEach, assert, beforeAll } from "@effect/vitest"
import type { Page, ViewportSize } from "playwright-core"
import { DESKTOP, type PageOptions, watchedPage, type Watched } from "./browser.ts"
import { World, type WorldParts } from "./world.ts"

export interface Visit {
  readonly world: World
  readonly page: Page
}

export interface VisitOptions {
  /** Such as `#/plugins`. */
  readonly hash?: string
  readonly viewport?: ViewportSize
  /** Done to the controller before anybody visits it. */
  readonly prepare?: (world: World) => void
  /** Where the page has to be another one than that of all tests of the file, which is much quicker. */
  readonly own?: PageOptions
}

export const useVisits = () => {
  let shared: Watched
  const worlds: Array<World> = []
  const others: Array<Watched> = []

  beforeAll(async () => {
    shared = await watchedPage()
  })
  afterAll(() => shared.close())
  afterEach(async () => {
    await shared.page.goto("about:blank")
    const seen = [shared, ...others]
    await Promise.all(others.splice(0).map(({ close }) => close()))
    await Promise.all(worlds.splice(0).map(({ controller }) => controller.stop()))
    assert.deepStrictEqual(
      seen.flatMap(({ faults }) => faults()),
      [],
      "errors in the page"
    )
    assert.deepStrictEqual(
      seen.flatMap(({ strangers }) => strangers()),
      [],
      "requests that left the origin"
    )
  })

  const openWith = async (own: PageOptions | undefined): Promise<Watched> => {
    if (own === undefined) return shared
    const other = await watchedPage(own)
    others.push(other)
    return other
  }

  return {
    visit: async (
      parts: WorldParts,
      { hash = "", own, prepare, viewport = DESKTOP }: VisitOptions = {}
    ): Promise<Visit> => {
      const world = new World(parts)
      worlds.push(world)
      prepare?.(world)
      await world.controller.start()
      const watched = await openWith(own === undefined ? undefined : { viewport, ...own })
      if (own === undefined) await watched.page.setViewportSize(viewport)
      await watched.visit(`${world.controller.origin}/${hash}`)
      return { world, page: watched.page }
    },
    /** One more page of the same controller. */
    visitAgain: async (world: World, own: PageOptions): Promise<Page> => {
      const watched = await openWith(own)
      await watched.visit(`${world.controller.origin}/`)
      return watched.page
    }
  }
}

/** The page says that it is connected. */
export const live = (page: Page): Promise<void> => page.getByText("Live", { exact: true }).waitFor()
