import type { ReactNode } from 'react'
import { Dialog as AriaDialog, DialogTrigger, Heading, Modal, ModalOverlay } from 'react-aria-components'
import { useText } from '../app/text.tsx'
import { Button, type Look } from './button.tsx'

type DialogProps = {
  /** The button that opens it. */
  opener: ReactNode
  title: string
  children: ReactNode | ((close: () => void) => ReactNode)
}

/** A question in front of the page; Escape and the backdrop close it, and the focus returns to its opener. */
export function Dialog({ opener, title, children }: DialogProps) {
  return (
    <DialogTrigger>
      {opener}
      <ModalOverlay
        isDismissable
        className="fixed inset-0 z-40 grid place-items-end bg-[rgb(10_20_15/0.5)] sm:place-items-center"
      >
        <Modal className="max-h-[92dvh] w-full overflow-auto rounded-t-24 bg-surface p-6 shadow-4 sm:max-w-lg sm:rounded-24">
          <AriaDialog className="grid gap-4 outline-none">
            {({ close }) => (
              <>
                <Heading slot="title" className="text-[1.375rem]">
                  {title}
                </Heading>
                {typeof children === 'function' ? children(close) : children}
              </>
            )}
          </AriaDialog>
        </Modal>
      </ModalOverlay>
    </DialogTrigger>
  )
}

/** Asks before something that cannot be undone. */
export function Confirm({
  opener,
  title,
  children,
  confirm,
  look = 'primary',
  onConfirm,
}: DialogProps & { children: ReactNode; confirm: string; look?: Look; onConfirm: () => void }) {
  const { shell } = useText()
  return (
    <Dialog opener={opener} title={title}>
      {(close) => (
        <>
          <div>{children}</div>
          <div className="flex flex-wrap justify-end gap-2">
            <Button look="secondary" onPress={close}>
              {shell.states.cancel}
            </Button>
            <Button
              look={look}
              onPress={() => {
                onConfirm()
                close()
              }}
            >
              {confirm}
            </Button>
          </div>
        </>
      )}
    </Dialog>
  )
}
