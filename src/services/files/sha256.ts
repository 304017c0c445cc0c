import { cryptography } from "./cryptography.ts"

/** Hexadecimal. */
export const sha256 = (content: Uint8Array | string): string => cryptography().hash("sha256", content, "hex")
