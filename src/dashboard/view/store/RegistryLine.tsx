import type { RegistryState } from "../../../domain/store/RegistryCopy.ts"
import { count } from "../../model/words/count.ts"
import { When } from "../parts/facts/When.tsx"

/** How old the store's list is, and whether it could be asked. */
export const RegistryLine = ({ registry }: { readonly registry: RegistryState | null }) => {
  if (registry === null) return null
  const { address, entries, fetched_at, last_failure, skipped, stale } = registry
  return (
    <p class="soft registry">
      {count(entries, "plugin")} from <code dir="ltr">{address}</code>,{" "}
      {fetched_at === null ? "never fetched" : <When iso={fetched_at} />}
      {stale ? " (old)" : ""}.
      {last_failure === null ? null : ` The last attempt failed: ${last_failure.problem}.`}
      {skipped.length === 0 ? null : ` ${count(skipped.length, "entry", "entries")} could not be read.`}
    </p>
  )
}
