import { useState } from "preact/hooks"
import { useControls, useModel } from "../../state/Shared.ts"
import { Modal } from "./Modal.tsx"

/** What a header may hold. */
const SENDABLE = /^[\x21-\x7e]+$/u

const Prompt = ({ refused }: { readonly refused: boolean }) => {
  const { giveToken } = useControls()
  const [token, setToken] = useState("")
  const [problem, setProblem] = useState(refused ? "The controller did not accept that token." : "")
  const submit = (event: Event): void => {
    event.preventDefault()
    const given = token.trim()
    if (SENDABLE.test(given)) giveToken(given)
    else setProblem(given === "" ? "Enter the token." : "A token has no blanks and no letters with accents.")
  }
  return (
    <Modal kind="ask" labelledBy="token-title" describedBy="token-what">
      <form onSubmit={submit} class="token">
        <h2 id="token-title">Token wanted</h2>
        <p id="token-what" class="modal-words">
          This controller was started with a token. It is kept for this tab only, and forgotten with it.
        </p>
        <label>
          <span>Token</span>
          <input
            type="password"
            autocomplete="off"
            value={token}
            aria-invalid={problem === "" ? undefined : "true"}
            aria-describedby={problem === "" ? undefined : "token-problem"}
            onInput={({ currentTarget }) => setToken(currentTarget.value)}
          />
        </label>
        <p id="token-problem" class="token-problem" role="alert">
          {problem}
        </p>
        <div class="buttons buttons-end">
          <button type="submit" class="button button-main">
            <span>Continue</span>
          </button>
        </div>
      </form>
    </Modal>
  )
}

export const TokenPrompt = () => {
  const link = useModel((model) => model.link)
  return link.tag === "locked" ? <Prompt refused={link.refused} /> : null
}
