/** What help and the manual say beside options: examples, exit codes, where to read on. */
import { type CommandName, PROGRAM } from "./commandTable.ts"

/** A command line without the program's name, and what it is for. */
export interface Example {
  readonly words: string
  readonly doc: string
}

export interface ExitCodeMeaning {
  readonly code: number
  readonly meaning: string
}

const example = (words: string, doc: string): Example => ({ words, doc })

export const examples: { readonly [name in CommandName]: ReadonlyArray<Example> } = {
  check: [
    example("check --root ~/LEDMatrix", "What disagrees in the LEDMatrix at home"),
    example("check --diff", "And which lines of its files a repair would change"),
    example("check --json", "The same for a script")
  ],
  reconcile: [
    example("reconcile --dry-run --diff", "Look first"),
    example("reconcile", "Repair what is safe"),
    example("reconcile --force", "Try again what failed for good")
  ],
  explain: [example("explain weather", "Why the plugin is, or is not, repaired")],
  installed: [
    example("installed", "What is in the plugins directory"),
    example("installed --outdated", "What the store has a newer version of")
  ],
  store: [
    example("store", "All that the store has"),
    example("store weather radar", "What has both words in it")
  ],
  doctor: [example("doctor --root ~/LEDMatrix", "Who owns what, what runs, what is in the way")],
  install: [example("install weather", "Bring a plugin from the store")],
  update: [example("update weather", "One plugin"), example("update --all", "All that have a newer version")],
  uninstall: [
    example("uninstall weather", "Settings and secrets too; asks before secrets go"),
    example("uninstall weather --preserve-config", "Leave settings and secrets where they are")
  ],
  enable: [example("enable weather", "In config and saved state")],
  disable: [example("disable weather", "In config and saved state")],
  resolve: [
    example("resolve", "What waits for a decision, and which there are"),
    example("resolve weather", "The one way that there is: rename its old key, or clear its mark"),
    example("resolve clock --choose ledmatrix-clock", "Of two directories keep this one"),
    example("resolve config/config.json", "Put the newest good backup in its place")
  ],
  history: [example("history", "The newest run first")],
  undo: [
    example("undo", "The last run that a person asked for"),
    example("undo 20261124T032251482-0ea7d1", "The run that history names so")
  ],
  controller: [
    example("controller --root ~/LEDMatrix", "The dashboard is then at http://127.0.0.1:5080"),
    example("controller --ledmatrix http://127.0.0.1:5000", "Beside a running LEDMatrix")
  ],
  "service-unit": [example("service-unit --root ~/LEDMatrix", "To be put into /etc/systemd/system")],
  export: [
    example("export > sign.json", "The plugins of this sign, on or off"),
    example(
      "export --settings --pin > sign.json",
      "With their settings and versions: a card that dies can be made again"
    )
  ],
  apply: [
    example("apply sign.json --dry-run --diff", "Look first"),
    example("apply sign.json", "Make this sign what the file says")
  ],
  desired: [
    example("desired", "Which document this sign keeps to, and what differs"),
    example("desired pause --for 2h", "Leave local changes alone for a while")
  ],
  fleet: [
    example("fleet signs.json", "How each sign of the list stands"),
    example("fleet gate signs.json", "Whether a roll-out may go on")
  ],
  demo: [example("demo --keep", "To look around in it afterwards")]
}

const code = (number: number, meaning: string): ExitCodeMeaning => ({ code: number, meaning })

const DONE: ReadonlyArray<ExitCodeMeaning> = [
  code(0, "done"),
  code(1, "failed; nothing was changed, or it was taken back")
]

const LOOKED: ReadonlyArray<ExitCodeMeaning> = [
  code(0, "all of it could be read"),
  code(1, "something could not be read")
]

/** By command; where one ends by a signal, the code is 128 and the signal's number. */
export const exitCodes: { readonly [name in CommandName]: ReadonlyArray<ExitCodeMeaning> } = {
  check: [
    code(0, "in sync"),
    code(2, "something disagrees"),
    code(1, "could not tell: a source could not be read, or the command line is wrong")
  ],
  reconcile: [
    code(0, "nothing is left over"),
    code(2, "something needs a person or a retry"),
    code(1, "failed, or could not tell")
  ],
  explain: [code(0, "explained"), code(1, "no source knows the plugin")],
  installed: LOOKED,
  store: LOOKED,
  doctor: [code(0, "all is well"), code(2, "something is to be done"), code(1, "could not look")],
  install: DONE,
  update: DONE,
  uninstall: DONE,
  enable: DONE,
  disable: DONE,
  resolve: DONE,
  history: LOOKED,
  undo: DONE,
  controller: [code(0, "ended by SIGTERM or SIGINT"), code(1, "could not start, or ended by a fault")],
  "service-unit": [code(0, "printed"), code(1, "not possible for this installation")],
  export: [code(0, "printed"), code(1, "a source could not be read")],
  apply: [
    code(0, "nothing is left over"),
    code(2, "something needs a person or a retry"),
    code(1, "the document was refused, or the run failed or could not tell")
  ],
  desired: [
    code(0, "as desired"),
    code(2, "something differs, waits or was rejected"),
    code(1, "could not tell")
  ],
  fleet: [
    code(0, "every sign is as desired; of gate: go on"),
    code(2, "a sign is not, or gave no answer; of gate: wait"),
    code(1, "the list could not be read; of gate: stop")
  ],
  demo: [
    code(0, "the second pass found nothing"),
    code(1, "it could not be made, or something was left over")
  ]
}

/** What a person who is new here looks for. */
export const firstSteps: ReadonlyArray<Example> = [
  example("demo", "See it at work; nothing of yours is touched"),
  example("check --root ~/LEDMatrix", "What disagrees; changes nothing"),
  example("reconcile --root ~/LEDMatrix", "Repair what is safe"),
  example("doctor --root ~/LEDMatrix", "What surrounds the installation")
]

export const everyExitCode: ReadonlyArray<ExitCodeMeaning> = [
  code(0, "done; of check: in sync"),
  code(1, "failed, could not tell, or a wrong command line"),
  code(2, "of check and reconcile: something is left; of doctor: something is to be done")
]

const FILES = ["guide.md", "errors.md", "operating.md"]

/** Where the documents are, beside the program in an archive and in a checkout. */
export const readOn: ReadonlyArray<string> = [
  `\`man ${PROGRAM}\`, where the archive's manual is installed`,
  `docs/${FILES.join(", docs/")} beside the program`
]
