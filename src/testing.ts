/** What an application tests with: stand-ins for the outside world, with failures on demand. */
export { defaultPolicy } from "./domain/Policy.ts"
