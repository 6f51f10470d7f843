import { holdingsEndpoint, type OwnHolding } from '@morinowa/shared/credits/contract.ts'
import type { ReactNode } from 'react'
import { useFormat } from '../app/format.ts'
import { usePages } from '../app/paging.ts'
import { useText } from '../app/text.tsx'
import { Await, Empty } from '../ui/await.tsx'
import { ButtonLink } from '../ui/button.tsx'
import { SelectField } from '../ui/field.tsx'
import { useFamilyName } from './family-mark.tsx'

/** A page holds everything but the largest accounts; those find the rest under holdings. */
const MOST_LOTS = 200

/** What the acting organisation holds and can use now. */
export function useUsableHoldings() {
  const list = usePages<OwnHolding>(holdingsEndpoint, { query: { limit: MOST_LOTS } })
  return { ...list, data: list.data?.filter(({ availableG }) => availableG > 0) }
}

type HoldingFieldProps = {
  name: string
  label: string
  value: string | null
  onChange: (holding: OwnHolding) => void
  /** Shown below the field once a lot is chosen. */
  children?: (holding: OwnHolding) => ReactNode
}

/** One of the lots that are held, with what is available of each; without any, the way to the market. */
export function HoldingField({ value, onChange, children, ...rest }: HoldingFieldProps) {
  const { schemes } = useText()
  const format = useFormat()
  const familyName = useFamilyName()
  const holdings = useUsableHoldings()
  return (
    <Await query={holdings}>
      {(found) => {
        if (found.length === 0) {
          return (
            <Empty
              icon="layers"
              title={schemes.create.noHoldings}
              action={
                <ButtonLink to="/market" icon="basket">
                  {schemes.create.toMarket}
                </ButtonLink>
              }
            >
              {schemes.create.noHoldingsLead}
            </Empty>
          )
        }
        const chosen = found.find(({ lotId }) => lotId === value)
        return (
          <>
            <SelectField
              {...rest}
              value={chosen ? chosen.lotId : null}
              onChange={(id) => {
                const holding = found.find(({ lotId }) => lotId === id)
                if (holding) onChange(holding)
              }}
              choices={found.map(({ lotId, family, projectName, vintage, availableG }) => ({
                id: lotId,
                label: `${projectName}（${vintage}）`,
                description: `${familyName(family)} · ${format.exactMassText(availableG)}`,
              }))}
              isRequired
            />
            {chosen && children?.(chosen)}
          </>
        )
      }}
    </Await>
  )
}
