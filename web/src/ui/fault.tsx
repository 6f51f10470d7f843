import { FieldError } from 'react-aria-components'
import { useText } from '../app/text.tsx'

/**
 * What is wrong with a field. The server's words are shown as they are; the browser's own would be in the language of
 * the browser, not of the page, so each of its findings has words of ours.
 */
export function Fault({ type }: { type?: string | undefined }) {
  const { shell } = useText()
  return (
    <FieldError className="text-dns-14B-130 text-bad">
      {({ validationErrors, validationDetails: found }) => {
        if (found.customError || found.valid) return validationErrors.join(' ')
        if (found.valueMissing) return shell.fields.missing
        if (found.typeMismatch) return type === 'url' ? shell.fields.url : shell.fields.email
        if (found.tooShort) return shell.fields.tooShort
        if (found.tooLong) return shell.fields.tooLong
        if (found.rangeUnderflow) return shell.fields.tooSmall
        if (found.rangeOverflow) return shell.fields.tooLarge
        return shell.fields.unreadable
      }}
    </FieldError>
  )
}
