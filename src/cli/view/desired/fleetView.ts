/** Many signs for people: one line each, what does not answer first. */
import { type AskedSign, isAsDesired } from "../../../domain/fleet/Sign.ts"
import type { Style } from "../text/Style.ts"
import { type Row, table } from "../text/table.ts"

const row = (sign: AskedSign, style: Style): Row => {
  const { answer, last_seen, name } = sign
  const seen = { text: last_seen ?? "never" }
  if (answer._tag === "Unknown")
    return {
      cells: [{ text: name }, { text: "unknown", paint: style.bad }, { text: "-" }, { text: "?" }, seen],
      last: [{ text: answer.problem }]
    }
  const { findings, in_force, message, state } = answer.status
  return {
    cells: [
      { text: name },
      { text: state, paint: isAsDesired(sign) ? style.good : style.warn },
      { text: in_force?.revision.slice(0, 12) ?? "-" },
      { text: findings === null ? "?" : String(findings) },
      seen
    ],
    last: [{ text: message, paint: style.dim }]
  }
}

const order = (sign: AskedSign): number => (sign.answer._tag === "Unknown" ? 0 : isAsDesired(sign) ? 2 : 1)

/** The lines, without their line feeds. */
export const fleetView = (signs: ReadonlyArray<AskedSign>, style: Style): ReadonlyArray<string> => {
  const good = signs.filter(isAsDesired).length
  const unknown = signs.filter(({ answer }) => answer._tag === "Unknown").length
  return [
    ...table(
      ["SIGN", "STATE", "REVISION", "FINDINGS", "LAST SEEN", ""],
      signs.toSorted((a, b) => order(a) - order(b)).map((sign) => row(sign, style)),
      style
    ),
    "",
    `${good} of ${signs.length} as desired${unknown === 0 ? "" : `, ${unknown} unknown`}.`
  ]
}
