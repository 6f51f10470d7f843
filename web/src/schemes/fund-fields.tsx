import { Family } from '@morinowa/shared/credits/families.ts'
import { type Listing, listListingsEndpoint } from '@morinowa/shared/marketplace/contract.ts'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useText } from '../app/text.tsx'
import { useFamilyName } from '../credits/family-mark.tsx'
import { NumberField, SelectField } from '../ui/field.tsx'
import { Segments } from '../ui/segments.tsx'
import type { FieldsProps, SchemeDraft } from './scheme-draft.ts'

/** Yen of every item, what they buy, and when. */
export function FundFields({ draft, onChange }: FieldsProps) {
  const { schemes } = useText()
  const familyName = useFamilyName()
  const text = schemes.create
  return (
    <>
      <NumberField
        name="yenPerItem"
        label={text.yenPerItem}
        unit={schemes.yen}
        minValue={1}
        maxValue={100_000}
        value={draft.yenPerItem}
        onChange={(yenPerItem) => onChange({ yenPerItem })}
        isRequired
      />
      <div className="grid gap-3">
        <Segments
          label={text.buysFrom}
          isTitled
          value={draft.source}
          onChange={(source) => onChange({ source: source as SchemeDraft['source'] })}
          choices={[
            { id: 'family', label: text.byFamily },
            { id: 'listing', label: text.byListing },
          ]}
        />
        {draft.source === 'family' ? (
          <SelectField
            name="buysFrom/family"
            label={text.buysFamily}
            value={draft.family}
            onChange={(family) => onChange({ family })}
            choices={Family.options.filter((id) => id !== 'other').map((id) => ({ id, label: familyName(id) }))}
            isRequired
          />
        ) : (
          <ListingField listingId={draft.listingId} onChange={(listingId) => onChange({ listingId })} />
        )}
      </div>
      <Segments
        label={text.closing}
        isTitled
        value={draft.closing}
        onChange={(closing) => onChange({ closing: closing as SchemeDraft['closing'] })}
        choices={[
          { id: 'fiscal-year', label: text.closings['fiscal-year'] },
          { id: 'month', label: text.closings.month },
        ]}
      />
    </>
  )
}

function ListingField({ listingId, onChange }: { listingId: string; onChange: (listingId: string) => void }) {
  const { schemes } = useText()
  const format = useFormat()
  const list = usePages<Listing>(listListingsEndpoint)
  return (
    <SelectField
      name="buysFrom/listingId"
      label={schemes.create.buysListing}
      value={listingId === '' ? null : listingId}
      onChange={onChange}
      choices={(list.data ?? []).map(({ id, projectName, pricePerTonne, availableG }) => ({
        id,
        label: projectName,
        description: `${format.yenPerKg(pricePerTonne.withTaxYen)}/kg · ${format.exactMassText(availableG)}`,
      }))}
      isRequired
    />
  )
}
