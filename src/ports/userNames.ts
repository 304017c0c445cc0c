/** The name of a number in the text of `/etc/passwd` or `/etc/group`; the number itself where it has none. */
export const nameIn = (table: string, id: number): string => {
  const line = table
    .split("\n")
    .map((text) => text.split(":"))
    .find((fields) => fields[2] === String(id))
  return line?.[0] ?? String(id)
}
