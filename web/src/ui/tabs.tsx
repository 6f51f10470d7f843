import type { ReactNode } from 'react'
import { Tab, TabList, TabPanel, Tabs as AriaTabs } from 'react-aria-components'
import { Icon, type IconName } from './icon.tsx'

export type TabItem = { id: string; title: string; icon?: IconName; content: ReactNode }

/** One of a few contents at a time; arrow keys move between them. */
export function Tabs({ label, tabs }: { label: string; tabs: readonly TabItem[] }) {
  return (
    <AriaTabs className="grid gap-5">
      <TabList aria-label={label} className="flex gap-1 overflow-x-auto border-b border-line">
        {tabs.map(({ id, title, icon }) => (
          <Tab
            key={id}
            id={id}
            className="flex min-h-12 flex-1 cursor-pointer items-center justify-center gap-2 border-b-3 border-transparent px-4 whitespace-nowrap text-soft data-[hovered]:bg-mist data-[selected]:border-forest data-[selected]:font-bold data-[selected]:text-forest"
          >
            {icon && <Icon name={icon} />}
            {title}
          </Tab>
        ))}
      </TabList>
      {tabs.map(({ id, content }) => (
        <TabPanel key={id} id={id} className="outline-offset-4">
          {content}
        </TabPanel>
      ))}
    </AriaTabs>
  )
}
