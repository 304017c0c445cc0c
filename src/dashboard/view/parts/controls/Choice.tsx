/** One of a few: radio buttons that look like one control. */
export const Choice = <A extends string>({
  chosen,
  label,
  name,
  onChoose,
  options
}: {
  readonly name: string
  readonly label: string
  readonly chosen: A
  readonly options: ReadonlyArray<{ readonly value: A; readonly text: string; readonly count?: number }>
  readonly onChoose: (value: A) => void
}) => (
  <fieldset class="choice">
    <legend class="unseen">{label}</legend>
    {options.map(({ count, text, value }) => (
      <label key={value} class="choice-option">
        <input
          type="radio"
          name={name}
          value={value}
          checked={value === chosen}
          onChange={() => onChoose(value)}
        />
        <span>
          {text}
          {count === undefined ? null : <span class="choice-count"> {count}</span>}
        </span>
      </label>
    ))}
  </fieldset>
)
