import type { GramPlace } from '@morinowa/shared/certificates/contract.ts'
import { Link } from '@tanstack/react-router'
import { useFormat } from '../app/format.ts'
import { useText } from '../app/text.tsx'
import { Name } from '../ui/name.tsx'
import { Card, Section } from '../ui/page.tsx'
import { Status } from '../ui/status.tsx'
import { Facts } from '../ui/table.tsx'

const tones = { held: 'good', buffer: 'wait', retired: 'info', cancelled: 'bad' } as const

/** Where one gram is, found by any serial inside a range. */
export function GramNow({ gram }: { gram: GramPlace }) {
  const { registry } = useText()
  const format = useFormat()
  const { serial, lot, state, holder, transfers, retirementId } = gram
  return (
    <Section title={registry.gram.title}>
      <Card className="grid gap-4">
        <p className="flex flex-wrap items-center gap-3">
          <Status tone={tones[state]}>{registry.gram.states[state]}</Status>
          <code className="break-all">{serial}</code>
        </p>
        <Facts
          facts={[
            [registry.gram.holder, holder],
            [registry.gram.transfers, format.number(transfers)],
            [
              registry.gram.lot,
              <Link to="/registry/lots/$id" params={{ id: lot.id }} className="link">
                <Name>{lot.projectName}</Name>
              </Link>,
            ],
          ]}
        />
        {retirementId && (
          <Link to="/retirements/$id" params={{ id: retirementId }} className="link">
            {registry.life.seeRetirement}
          </Link>
        )}
      </Card>
    </Section>
  )
}
