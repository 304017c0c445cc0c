/** Help in the order in which people read it: what there is to ask for, and then its options. */

// eslint-disable-next-line no-control-regex -- headings may be painted
const HEADING = /\n+(?=(?:\u001b\[\d+m)?[A-Z]+(?: [A-Z]+)*(?:\u001b\[\d+m)?\n)/u

const isOf = (title: string) => (section: string) => section.split("\n", 1).join("").includes(title)

/** A line stands free between any two sections. */
export const commandsFirst = (help: string): string => {
  const sections = help.split(HEADING)
  const isCommands = isOf("COMMANDS")
  const isFlags = isOf("FLAGS")
  const others = sections.filter((section) => !isCommands(section))
  const flags = others.findIndex(isFlags)
  return [...others.slice(0, flags), ...sections.filter(isCommands), ...others.slice(flags)].join("\n\n")
}
