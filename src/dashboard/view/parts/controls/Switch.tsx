import { useModel } from "../../../state/Shared.ts"

interface SwitchProps {
  /** What is switched. */
  readonly about: string
  /** Undefined where it is not known. */
  readonly isOn: boolean | undefined
  readonly busy: boolean
  readonly onSwitch: (on: boolean) => void
}

export const Switch = ({ about, busy, isOn, onSwitch }: SwitchProps) => {
  const live = useModel(({ link }) => link.tag === "live")
  const idle = busy || !live
  return (
    <button
      type="button"
      role="switch"
      class="switch"
      aria-checked={isOn === true}
      aria-label={about}
      aria-disabled={idle ? "true" : undefined}
      aria-busy={busy ? "true" : undefined}
      onClick={() => {
        if (!idle) onSwitch(isOn !== true)
      }}
    >
      <span class="switch-track" aria-hidden="true">
        <span class="switch-lamp" />
      </span>
      <span class="switch-word" aria-hidden="true">
        {busy ? "…" : isOn === undefined ? "?" : isOn ? "On" : "Off"}
      </span>
    </button>
  )
}
