import { useLocation, useNavigate } from '@tanstack/react-router'
import { type ReactNode, useState } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components'
import { Icon, type IconName } from './icon.tsx'
import { Segments } from './segments.tsx'

export type TabItem = { id: string; title: string; icon?: IconName; content: ReactNode }

/** One of a few contents at a time; arrow keys move between them. Which one stands in the address, so that it can be linked to. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly TabItem[] }) {
  const { hash } = useLocation()
  const navigate = useNavigate()
  const shown = tabs.find(({ id }) => id === hash) ?? tabs[0]
  return (
    <AriaTabs
      className="grid gap-5"
      {...(shown && { selectedKey: shown.id })}
      onSelectionChange={(id) =>
        void navigate({ to: '.', hash: String(id), replace: true, resetScroll: false, hashScrollIntoView: false })
      }
    >
      <TabList aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map(({ id, title, icon }) => (
          <Tab
            key={id}
            id={id}
            className="flex min-h-12 flex-1 cursor-pointer items-center justify-center gap-2 border-b-3 border-transparent px-2 whitespace-nowrap text-soft data-[hovered]:bg-mist data-[selected]:border-forest data-[selected]:font-bold data-[selected]:text-forest sm:px-4"
          >
            {icon && <Icon name={icon} />}
            {title}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="grid gap-8 outline-offset-4 sm:gap-12">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}

/** Desks that share a tab: one at a time, chosen above it. */
export function Desks({ label, desks }: { label: string; desks: readonly TabItem[] }) {
  const [chosen, setChosen] = useState(desks[0]?.id ?? '')
  return (
    <div className="grid gap-6">
      <Segments
        label={label}
        value={chosen}
        onChange={setChosen}
        choices={desks.map(({ id, title }) => ({ id, label: title }))}
      />
      {desks.find(({ id }) => id === chosen)?.content}
    </div>
  )
}
