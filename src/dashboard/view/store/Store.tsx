import { useEffect, useMemo, useState } from "preact/hooks"
import { matches } from "../../model/rows/filterRows.ts"
import { reportedErrors, whyUnknown } from "../../model/sources/unreadable.ts"
import { valueOf } from "../../state/Loadable.ts"
import { busyKey } from "../../state/Model.ts"
import { useControls, useModel } from "../../state/Shared.ts"
import type { StoreEntry } from "../../api/wire.ts"
import { Awaited, Blank } from "../parts/instead/Blank.tsx"
import { Act, Button } from "../parts/controls/Button.tsx"
import { SearchField } from "../parts/controls/SearchField.tsx"
import { NotKnown } from "../parts/instead/NotKnown.tsx"
import { Trouble } from "../parts/instead/Trouble.tsx"
import { Entry } from "./Entry.tsx"
import { RegistryLine } from "./RegistryLine.tsx"

const NONE: ReadonlyArray<StoreEntry> = []
const EVERY = ""

const texts = ({ author, category, description, id, name, tags }: StoreEntry) => [
  id,
  name,
  author,
  category,
  description,
  ...tags
]

const byName = (a: StoreEntry, b: StoreEntry): number => a.name.localeCompare(b.name)

/** What can be installed. */
export const Store = () => {
  const store = useModel((model) => model.store)
  const refreshing = useModel(({ busy }) => busy.has(busyKey.storeRefresh))
  const live = useModel(({ link }) => link.tag === "live")
  const { openStore, refreshStore } = useControls()
  const [search, setSearch] = useState("")
  const [category, setCategory] = useState(EVERY)
  useEffect(() => {
    if (live) openStore()
  }, [live, openStore])
  const unread = whyUnknown(
    useModel(({ status }) => reportedErrors(status)),
    "disk"
  )
  const list = valueOf(store)
  const entries = list?.plugins ?? NONE
  const categories = useMemo(
    () => [...new Set(entries.map((entry) => entry.category))].filter((one) => one !== EVERY).toSorted(),
    [entries]
  )
  const shown = useMemo(
    () =>
      entries
        .filter((entry) => category === EVERY || entry.category === category)
        .filter((entry) => matches(search, texts(entry)))
        .toSorted(byName),
    [entries, category, search]
  )
  return (
    <section class="view">
      <h1 tabIndex={-1}>Store</h1>
      {store.tag === "failed" ? (
        <Trouble what="The store’s list" problem={store.problem} onRetry={openStore} />
      ) : null}
      <search class="toolbar" aria-label="Store">
        <SearchField label="Find in the store" search={search} onSearch={setSearch} />
        <label class="select">
          <span>Kind</span>
          <select value={category} onChange={({ currentTarget }) => setCategory(currentTarget.value)}>
            <option value={EVERY}>every kind</option>
            {categories.map((one) => (
              <option key={one} value={one}>
                {one}
              </option>
            ))}
          </select>
        </label>
        <Act glyph="refresh" busy={refreshing} onClick={refreshStore}>
          Ask the store again
        </Act>
      </search>
      <RegistryLine registry={list?.registry ?? null} />
      <p class="unseen" role="status">
        {shown.length === entries.length ? "" : `${shown.length} of ${entries.length} plugins shown`}
      </p>
      {unread === undefined ? null : (
        <NotKnown title="Which of these are installed is not known" error={unread} />
      )}
      {store.tag === "waiting" ? (
        <Awaited lines={8} what="The store’s list" />
      ) : list === undefined ? null : entries.length === 0 ? (
        <Blank title="The store’s list is empty">
          <p class="soft">The store may not have been reachable yet.</p>
        </Blank>
      ) : shown.length === 0 ? (
        <Blank title="Nothing in the store is like that">
          <Button
            onClick={() => {
              setSearch("")
              setCategory(EVERY)
            }}
          >
            Show all {entries.length}
          </Button>
        </Blank>
      ) : (
        <ul class="entries">
          {shown.map((entry) => (
            <Entry key={entry.id} entry={entry} known={unread === undefined} />
          ))}
        </ul>
      )}
    </section>
  )
}
