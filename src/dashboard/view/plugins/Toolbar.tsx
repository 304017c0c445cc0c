import {
  type counts,
  type Filter,
  FILTERS,
  type Sort,
  SORTS,
  type RowQuery
} from "../../model/rows/filterRows.ts"
import { Choice } from "../parts/controls/Choice.tsx"
import { SearchField } from "../parts/controls/SearchField.tsx"

const FILTER_NAMES: { readonly [filter in Filter]: string } = {
  all: "All",
  problems: "Not right",
  on: "On",
  off: "Off",
  updates: "Updates"
}

const SORT_NAMES: { readonly [sort in Sort]: string } = {
  attention: "Attention",
  name: "Name",
  changed: "Last changed"
}

export const Toolbar = ({
  counts: numbers,
  onWant,
  wanted
}: {
  readonly wanted: RowQuery
  readonly counts: ReturnType<typeof counts>
  readonly onWant: (wanted: RowQuery) => void
}) => (
  <search class="toolbar" aria-label="Plugins">
    <SearchField
      label="Find a plugin"
      search={wanted.search}
      onSearch={(search) => onWant({ ...wanted, search })}
    />
    <Choice
      name="filter"
      label="Which plugins"
      chosen={wanted.filter}
      onChoose={(filter) => onWant({ ...wanted, filter })}
      options={FILTERS.map((value) => ({ value, text: FILTER_NAMES[value], count: numbers[value] }))}
    />
    <label class="select">
      <span>Sort by</span>
      <select
        value={wanted.sort}
        onChange={({ currentTarget }) => {
          const sort = SORTS.find((one) => one === currentTarget.value)
          if (sort !== undefined) onWant({ ...wanted, sort })
        }}
      >
        {SORTS.map((sort) => (
          <option key={sort} value={sort}>
            {SORT_NAMES[sort]}
          </option>
        ))}
      </select>
    </label>
  </search>
)
