import type { ComponentChildren } from "preact"
import { useLayoutEffect, useRef } from "preact/hooks"

interface ModalProps {
  readonly kind: "ask" | "drawer"
  /** Id of the heading in it. */
  readonly labelledBy: string
  readonly describedBy?: string
  /** None where it cannot be put away. */
  readonly onClose?: () => void
  readonly children: ComponentChildren
}

/** The browser's own dialog keeps the focus inside and closes on Escape. */
export const Modal = ({ children, describedBy, kind, labelledBy, onClose }: ModalProps) => {
  const dialog = useRef<HTMLDialogElement>(null)
  useLayoutEffect(() => {
    const element = dialog.current
    const opener = document.activeElement
    element?.showModal()
    // It may be out of the page by then, and the browser gives nothing back; what it covered takes no focus before.
    return () => {
      element?.close()
      if (opener instanceof HTMLElement && opener.isConnected) opener.focus()
    }
  }, [])
  return (
    // oxlint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-noninteractive-element-interactions -- keys have Escape
    <dialog
      ref={dialog}
      class={`modal modal-${kind}`}
      aria-labelledby={labelledBy}
      aria-describedby={describedBy}
      onCancel={(event) => {
        event.preventDefault()
        onClose?.()
      }}
      onClose={({ currentTarget }) => {
        // Browsers close a dialog on the second Escape, even if the first one was prevented.
        if (!currentTarget.isConnected) return
        if (onClose === undefined) currentTarget.showModal()
        else onClose()
      }}
      onClick={(event) => {
        // Only what lies around the content is the dialog itself.
        if (event.target === event.currentTarget) onClose?.()
      }}
    >
      <div class="modal-inner">{children}</div>
    </dialog>
  )
}
