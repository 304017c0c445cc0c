/** What is broken on purpose, area by area, and the specifications that ought to notice. */

export interface Area {
  readonly mutate: ReadonlyArray<string>
  /**
   * Those that name the code they are about. Properties of generated inputs and tests that start programs are
   * left out: they are slow, they are there for other faults, and what only they notice is specified nowhere.
   */
  readonly specs: ReadonlyArray<string>
}

const services = (...paths: ReadonlyArray<string>): ReadonlyArray<string> =>
  paths.map((path) => `src/services/${path}.ts`)

export const areas: { readonly [name: string]: Area } = {
  vocabulary: {
    mutate: ["src/json/**/*.ts", "src/domain/**/*.ts"],
    specs: ["json/**/*.test.ts", "domain/**/*.test.ts"]
  },
  /** The parts that decide and touch nothing. */
  services: {
    mutate: services(
      "disk/checkouts/gitInfo/firstLine",
      "disk/checkouts/gitInfo/gitTexts",
      "files/reading/Signature",
      "files/editing/applyEdits",
      "ownFiles/formats/agreementsFile",
      "ownFiles/formats/redact",
      "ownFiles/formats/suspendedFile",
      "ownFiles/formats/undoneFile",
      "ledmatrix/foreignText",
      "ledmatrix/managerList",
      "state/*",
      "store/archive/archiveNames",
      "store/fetch/addresses",
      "store/fetch/fetchMethods",
      "store/fetch/gitVerdict",
      "store/install/failuresFile",
      "store/install/pluginClass"
    ),
    specs: [
      "services/disk/checkouts/gitInfo/*.test.ts",
      "services/files/**/*.test.ts",
      "services/ownFiles/*.test.ts",
      "services/ledmatrix/words.test.ts",
      "services/state/*.test.ts",
      "services/store/archive/archiveNames.test.ts",
      "services/store/fetch/{addresses,fetchMethods,gitVerdict}.test.ts",
      "services/store/install/{failuresFile,pluginClass}.test.ts"
    ]
  },
  reconcile: {
    mutate: ["src/{changes,reconcile,operations}/**/*.ts"],
    specs: ["{changes,reconcile,operations}/**/*.test.ts"]
  }
}

/** Set in the environment of the processes that run the specifications. */
export const AREA = "MUTATION_AREA"
