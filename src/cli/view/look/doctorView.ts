/** What surrounds the installation, for people: what was found, and what to type where something is to be done. */
import type { Diagnosis, Topic } from "../../../domain/surroundings/diagnose.ts"
import type { Surroundings } from "../../../domain/surroundings/Surroundings.ts"
import { safeText } from "../text/safeText.ts"
import { quoted, withOwnCommands } from "../text/ownCommand.ts"
import type { Style } from "../text/Style.ts"
import { type Cell, table } from "../text/table.ts"

const TITLES: { readonly [topic in Topic]: string } = {
  user: "User",
  files: "Files",
  sources: "Sources",
  host_version: "LEDMatrix's version",
  ledmatrix: "LEDMatrix",
  display: "Display",
  space: "Free space",
  clock: "Clock",
  time_zone: "Time zone",
  git: "git",
  registry: "Registry",
  own_files: "Own files",
  leftovers: "Leftovers",
  settings: "Settings"
}

type StepText = (around: Surroundings) => string

const asOwner: StepText = ({ owner, root }) =>
  `run it as that user: \`sudo -u ${quoted(owner?.name ?? "USER")} ledmatrix-reconciler check --root ${quoted(root)}\``

const givenBack: StepText = ({ owner, refused, root }) =>
  `\`cd ${quoted(root)} && sudo chown ${quoted(owner?.name ?? "USER")} ${refused.map(({ path }) => quoted(path)).join(" ")}\``

/** What helps, as a command where there is one. */
const steps: { readonly [topic in Exclude<Topic, "settings">]: StepText } = {
  user: asOwner,
  files: (around) =>
    around.refused.every((one) => one.owner.name === around.owner?.name)
      ? asOwner(around)
      : givenBack(around),
  sources: ({ root }) => `\`ledmatrix-reconciler check --root ${quoted(root)}\` says where and what`,
  host_version: () => "name it with --ledmatrix-version",
  ledmatrix: () => "look for `run.py` with `ps aux`",
  display: () => "`sudo systemctl restart ledmatrix`; `journalctl -u ledmatrix` says why",
  space: ({ root }) => `\`df -h ${quoted(root)}\` and \`df -i ${quoted(root)}\` show it; make room`,
  clock: () => "set it: `sudo timedatectl set-ntp true`, and see `timedatectl status`",
  time_zone: () => "set it: `sudo timedatectl set-timezone AREA/CITY`",
  git: () => "`sudo apt install git`",
  registry: () =>
    "see whether this machine is online, and whether a proxy or `--registry` names the right place",
  own_files: ({ root }) =>
    `\`chmod -R go= ${quoted(root)}/data/reconciler\`; a record that cannot be read may be deleted`,
  leftovers: ({ root }) =>
    `\`ledmatrix-reconciler reconcile --root ${quoted(root)}\` sweeps them once they are old`
}

/** What a person can do about a diagnosis; `undefined` where nothing is to be done. */
export const diagnosisStep = ({ status, step, topic }: Diagnosis, around: Surroundings): string | undefined =>
  status !== "todo" || topic === "settings" ? step : steps[topic](around)

const mark = ({ status }: Diagnosis, style: Style): Cell =>
  status === "ok"
    ? { text: "ok", paint: style.good }
    : status === "todo"
      ? { text: "to do", paint: style.warn }
      : { text: "unknown", paint: style.dim }

/** The lines, without their line feeds. */
export const doctorView = (
  found: ReadonlyArray<Diagnosis>,
  around: Surroundings,
  style: Style
): ReadonlyArray<string> => {
  const todo = found.filter(({ status }) => status === "todo").length
  return [
    ...table(
      ["WHAT", "", "FOUND"],
      found.map((diagnosis) => {
        const step = diagnosisStep(diagnosis, around)
        return {
          cells: [{ text: TITLES[diagnosis.topic] }, mark(diagnosis, style)],
          last: [
            { text: safeText(diagnosis.found) },
            ...(step === undefined
              ? []
              : [{ text: withOwnCommands(safeText(step), style.command), paint: style.warn }])
          ]
        }
      }),
      style
    ),
    "",
    todo === 0
      ? "All is well around this installation."
      : `${todo === 1 ? "1 thing" : `${todo} things`} to do.`
  ]
}
