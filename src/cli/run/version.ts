import manifest from "../../../package.json" with { type: "json" }

/** The version that the package is published under. */
export const version: string = manifest.version

/** The oldest Node.js that has all that the program uses, by its major version. */
export const nodeNeeded = Number(manifest.engines.node.replace(/\D+/u, ""))
