import type { Scheme } from '@morinowa/shared/schemes/contract.ts'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Icon } from '../ui/icon.tsx'
import { previewOf, productsOf, type SchemeDraft } from './scheme-draft.ts'
import { schemeIcons } from './scheme-icons.ts'
import { SchemeTerms } from './scheme-terms-list.tsx'
import { tillButtons } from './till-buttons.ts'

/** What customers will read and what the till will show, before anything is decided. */
export function SchemePreview({ draft }: { draft: SchemeDraft }) {
  const { schemes } = useText()
  const format = useFormat()
  const text = schemes.create
  const preview = { ...previewOf(draft), place: draft.place, beneficiary: draft.beneficiary } as unknown as Scheme
  return (
    <div className="grid gap-6">
      <figure>
        <figcaption className="mb-2 text-dns-14B-130 text-soft">{text.previewTag}</figcaption>
        <div className="grid justify-items-center gap-3 rounded-16 border-2 border-forest bg-surface p-6 text-center">
          <Icon name={schemeIcons[draft.kind]} className="size-12 text-forest" />
          <p className="text-[1.25rem] font-bold">{draft.name}</p>
          {draft.kind === 'unit-attachment' ? (
            productsOf(draft).map(({ sku, name, massG }) => (
              <p key={sku}>{text.tagItem(name, format.exactMassText(massG))}</p>
            ))
          ) : (
            <p>{useTag(draft)}</p>
          )}
          <p className="text-dns-14N-130 text-soft">{draft.place}</p>
        </div>
      </figure>
      <figure>
        <figcaption className="mb-2 text-dns-14B-130 text-soft">{text.previewTill}</figcaption>
        <ul className="grid gap-2">
          {tillButtons(preview, schemes.till, format)
            .slice(0, 3)
            .map(({ id, label, detail }) => (
              <li
                key={id}
                className="flex min-h-14 items-center justify-between gap-4 rounded-16 bg-solid px-5 py-2 text-on-solid"
              >
                <span className="min-w-0 truncate font-bold">{label}</span>
                <span className="figures shrink-0 whitespace-nowrap">{detail}</span>
              </li>
            ))}
        </ul>
      </figure>
      <SchemeTerms scheme={preview} />
    </div>
  )
}

/** The sentence on the tag of every kind but products, which have one each. */
function useTag(draft: SchemeDraft): string {
  const { schemes } = useText()
  const format = useFormat()
  const text = schemes.create
  switch (draft.kind) {
    case 'per-item-fund':
      return text.tagFund(format.yen(draft.yenPerItem))
    case 'stay-offset':
      return text.tagStay(format.exactMassText((previewOf(draft).terms as { gPerGuestNight: number }).gPerGuestNight))
    case 'residual-offset':
      return text.tagResidual(text.subjects[draft.subject])
    default:
      return text.tagEvent(draft.eventName)
  }
}
