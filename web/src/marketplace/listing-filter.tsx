import { Family } from '@morinowa/shared/credits/families.ts'
import { prefectures } from '@morinowa/shared/municipalities/prefectures.ts'
import { useState } from 'react'
import { useLanguage, useText } from '../app/text.tsx'
import { useFamilyName } from '../credits/family-mark.tsx'
import { PlaceField } from '../municipalities/place-field.tsx'
import { Button } from '../ui/button.tsx'
import { NumberField, SelectField } from '../ui/field.tsx'
import { Note } from '../ui/note.tsx'
import { Disclosure } from '../ui/stat.tsx'
import { isWanting, type Wanted, wantedNothing } from './wanted.ts'

const FIRST_VINTAGE = 2010
// Fine enough to sort by distance, too coarse to be an address.
const PLACES = 2

export function ListingFilter({ wanted, onChange }: { wanted: Wanted; onChange: (wanted: Wanted) => void }) {
  const { marketplace } = useText()
  const { language } = useLanguage()
  const familyName = useFamilyName()
  const { filter } = marketplace
  const thisYear = new Date().getFullYear()
  const years = Array.from({ length: thisYear - FIRST_VINTAGE + 1 }, (_, i) => String(thisYear - i))
  const isFiltered = isWanting(wanted)
  return (
    <Disclosure icon="filter" title={filter.title} open={isFiltered}>
      <div className="card grid gap-4 p-4 sm:grid-cols-2 sm:p-6 lg:grid-cols-4">
        <SelectField
          name="family"
          label={filter.family}
          value={wanted.family}
          onChange={(family) => onChange({ ...wanted, family })}
          choices={[
            { id: '', label: filter.anyFamily },
            ...Family.options.filter((id) => id !== 'other').map((id) => ({ id, label: familyName(id) })),
          ]}
        />
        <SelectField
          name="prefecture"
          label={filter.prefecture}
          value={wanted.prefecture}
          onChange={(prefecture) => onChange({ ...wanted, prefecture })}
          choices={[
            { id: '', label: filter.anyPrefecture },
            ...Object.entries(prefectures)
              .toSorted(([a], [b]) => a.localeCompare(b))
              .map(([id, name]) => ({ id, label: name[language] })),
          ]}
        />
        <SelectField
          name="vintage"
          label={filter.vintage}
          value={wanted.vintage}
          onChange={(vintage) => onChange({ ...wanted, vintage })}
          choices={[{ id: '', label: filter.anyVintage }, ...years.map((id) => ({ id, label: id }))]}
        />
        <NumberField
          name="maxPrice"
          label={filter.maxPrice}
          unit={filter.perKg}
          minValue={1}
          maxValue={100_000}
          decimals={1}
          value={wanted.yenPerKg === '' ? Number.NaN : Number(wanted.yenPerKg)}
          onChange={(value) => onChange({ ...wanted, yenPerKg: Number.isNaN(value) ? '' : String(value) })}
        />
        <div className="sm:col-span-2">
          <PlaceField
            name="place"
            label={filter.place}
            value={wanted.place === '' ? null : wanted.place}
            onChange={(place) => onChange({ ...wanted, place: place ?? '', near: '' })}
          />
        </div>
        <div className="flex flex-wrap items-center gap-2 sm:col-span-2">
          <NearButton near={wanted.near} onChange={(near) => onChange({ ...wanted, near, place: '' })} />
          {isFiltered && (
            <Button look="quiet" icon="cross" onPress={() => onChange(wantedNothing)}>
              {filter.clear}
            </Button>
          )}
        </div>
      </div>
    </Disclosure>
  )
}

function NearButton({ near, onChange }: { near: string; onChange: (near: string) => void }) {
  const { marketplace } = useText()
  const [state, setState] = useState<'idle' | 'asking' | 'failed'>('idle')
  if (near !== '') {
    return (
      <Button look="secondary" icon="cross" onPress={() => onChange('')}>
        {marketplace.filter.nearOff}
      </Button>
    )
  }
  function ask() {
    setState('asking')
    navigator.geolocation.getCurrentPosition(
      ({ coords }) => {
        setState('idle')
        onChange(`${coords.latitude.toFixed(PLACES)},${coords.longitude.toFixed(PLACES)}`)
      },
      () => setState('failed'),
      { maximumAge: 600_000, timeout: 10_000 },
    )
  }
  return (
    <>
      <Button look="secondary" icon="route" isPending={state === 'asking'} onPress={ask}>
        {marketplace.filter.near}
      </Button>
      {state === 'failed' && <Note tone="wait">{marketplace.filter.nearFailed}</Note>}
    </>
  )
}
