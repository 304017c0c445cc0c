/** Node's cryptography. It computes, and touches nothing; to load it takes a tenth of a check, which has no use for it. */

/** Loaded with the first digest. */
export const cryptography = (): typeof import("node:crypto") =>
  // oxlint-disable-next-line no-restricted-globals -- an import would load it at the start
  process.getBuiltinModule("node:crypto")
