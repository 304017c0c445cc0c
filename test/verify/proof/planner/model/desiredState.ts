/** The desired state of a world: what a document says of its one plugin, each part asked for when a rule looks at it. */
import type {
  DesiredOthers,
  SettingsPatch,
  DesiredValue,
  DesiredPlugin
} from "../../../../../src/domain/desired/DesiredDocument.ts"
import type { DesiredView } from "../../../../../src/domain/desired/DesiredView.ts"
import { AskedMap, AskedSet } from "./asked.ts"
import { settingsJson } from "./json.ts"
import { type Cell, pluginOf, type World } from "./World.ts"

/** What a document says of one plugin, and of those that it does not name. */
export interface DesiredCells {
  readonly plugin: string
  readonly isNamed: Cell<boolean>
  readonly version: Cell<string | undefined>
  readonly enabled: Cell<boolean | undefined>
  readonly absent: Cell<boolean>
  /** A merge patch; `null` removes all. */
  readonly settings: Cell<SettingsPatch | null | undefined>
  readonly others: Cell<DesiredOthers>
  /** It is bundled or `local_only`. */
  readonly isKept: Cell<boolean>
}

/** Of the one document that these worlds have. */
export const REVISION = "7f3a"

const said = <A>(value: A | undefined): DesiredValue<A> | undefined =>
  value === undefined ? undefined : { value, layer: "all" }

const wantedOf = ({ absent, enabled, settings, version }: DesiredCells): DesiredPlugin => ({
  get version() {
    return said(version())
  },
  get enabled() {
    return said(enabled())
  },
  get absent() {
    return said(absent())
  },
  get settings() {
    const patch = said(settings())
    return patch === undefined ? [] : [patch]
  }
})

/** What reading the accepted revision gives. */
export const desiredViewOf = (world: Cell<World>): Cell<DesiredView | undefined> => {
  const views = new WeakMap<DesiredCells, DesiredView>()
  return () => {
    const cells = world().desired()
    if (cells === undefined) return undefined
    const view = views.get(cells) ?? viewOf(cells, world)
    views.set(cells, view)
    return view
  }
}

const viewOf = (cells: DesiredCells, world: Cell<World>): DesiredView => {
  const { isKept, isNamed, others, plugin } = cells
  const wanted = wantedOf(cells)
  const settings = new AskedMap(
    [plugin],
    (id) => (isNamed() ? settingsJson(pluginOf(world(), id)) : undefined),
    (id) => isNamed() && pluginOf(world(), id).key() === "entry"
  )
  return {
    state: {
      document: "signs.json",
      revision: REVISION,
      sign: "left",
      plugins: new AskedMap([plugin], () => (isNamed() ? wanted : undefined), isNamed),
      get others() {
        return others()
      }
    },
    get settings() {
      return world().readable.config() ? settings : undefined
    },
    kept: new AskedSet([plugin], isKept)
  }
}
