import { Glyph } from "../glyphs/Glyph.tsx"

export const SearchField = ({
  label,
  onSearch,
  search
}: {
  readonly label: string
  readonly search: string
  readonly onSearch: (search: string) => void
}) => (
  <label class="search">
    <span class="unseen">{label}</span>
    <Glyph name="search" />
    <input
      type="search"
      placeholder={label}
      value={search}
      autocomplete="off"
      spellcheck={false}
      onInput={({ currentTarget }) => onSearch(currentTarget.value)}
    />
  </label>
)
