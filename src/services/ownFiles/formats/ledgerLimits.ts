/** No file of ours comes near this: what is larger is read no more than a broken one. */
export const LEDGER_BYTES_MAX = 8 * 1024 * 1024
