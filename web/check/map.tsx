import '../src/app/style.css'
import { useState } from 'react'
import { createRoot } from 'react-dom/client'
import { areasOf } from '@morinowa/shared/municipalities/areas.ts'
import { firstLanguage, loadText, TextProvider } from '../src/app/text.tsx'
import { AreaMap } from '../src/map/area-map.tsx'

// The map by itself, for the test that looks at it without a server: geometry and values come as two files.

const [geometry, values] = await Promise.all(
  ['geometry.json', 'values.json'].map(async (name) => (await fetch(`/${name}`)).json()),
)
const language = firstLanguage()
const areas = areasOf(geometry)

function Check() {
  const [selected, select] = useState<string | null>(null)
  return (
    <div className="p-4">
      <h1>地図</h1>
      <AreaMap
        label="削減量の地図"
        geometry={{ areas, approximate: true, attribution: 'Natural Earth' }}
        values={new Map(values)}
        legend={{ title: '削減量', format: (value) => `${value} g` }}
        nameOf={(code) => code}
        selected={selected}
        onSelect={select}
      />
      <output>{selected}</output>
    </div>
  )
}

createRoot(document.getElementById('app') as HTMLElement).render(
  <TextProvider first={{ language, text: await loadText(language) }}>
    <Check />
  </TextProvider>,
)
