import manifest from "../../../package.json" with { type: "json" }

/** The version that the package is published under. */
export const version: string = manifest.version
