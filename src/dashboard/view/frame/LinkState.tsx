import type { Link } from "../../state/Model.ts"
import { useModel } from "../../state/Shared.ts"

const WORDS: { readonly [tag in Link["tag"]]: string } = {
  connecting: "Connecting",
  live: "Live",
  gone: "No contact",
  locked: "Locked"
}

/** Whether what is shown is how it stands now. */
export const LinkState = () => {
  const tag = useModel(({ link }) => link.tag)
  return (
    <p class={`link-state link-state-${tag}`} role="status">
      <span class="lamp" aria-hidden="true" />
      <span class="unseen">Connection to the controller: </span>
      <span>{WORDS[tag]}</span>
    </p>
  )
}
