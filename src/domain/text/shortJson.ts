/** A value as JSON that people read: at most `max` characters of it, and a word where there is none. */
export const shortJson = (value: unknown, max: number): string => {
  if (value === undefined) return "nothing"
  const text = JSON.stringify(value)
  return text.length > max ? `${text.slice(0, max - 1)}…` : text
}
