import { sellerAgentsEndpoint } from '@morinowa/shared/marketplace/agents-contract.ts'
import type { Listing } from '@morinowa/shared/marketplace/contract.ts'
import { useQuery } from '@tanstack/react-query'
import { useState } from 'react'
import { reading } from '../app/api-client.ts'
import { useText } from '../app/text.tsx'
import { SelectField } from '../ui/field.tsx'
import { keptAgent } from './kept-agent.ts'

/** Ordered without anybody between. */
const DIRECT = 'direct'

/** Through whom an order comes: the agent whose link was followed, unless another is chosen. */
export function useAgentChoice({ sellerId }: Pick<Listing, 'sellerId'>) {
  const agents = useQuery(reading(sellerAgentsEndpoint, { params: { id: sellerId } })).data?.items ?? []
  const [chosen, setChosen] = useState(() => keptAgent() ?? DIRECT)
  const throughId = agents.find(({ agentId }) => agentId === chosen)?.agentId
  return { agents, throughId, setChosen }
}

export function AgentChoice({
  choice: { agents, throughId, setChosen },
}: {
  choice: ReturnType<typeof useAgentChoice>
}) {
  const { trade, desk } = useText()
  if (agents.length === 0) return null
  return (
    <SelectField
      name="throughId"
      label={desk.agents.through}
      description={desk.agents.throughHelp}
      value={throughId ?? DIRECT}
      onChange={setChosen}
      choices={[
        { id: DIRECT, label: desk.agents.direct },
        ...agents.map(({ agentId, agentName, role }) => ({
          id: agentId,
          label: agentName,
          description: trade.agents.roles[role],
        })),
      ]}
    />
  )
}
