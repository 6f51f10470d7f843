import { useLanguage, useText } from '../app/text.tsx'
import { CopyBlock } from '../ui/copy-block.tsx'
import { Section } from '../ui/page.tsx'

/** The line that puts the comparator on another page, the badge, and how both look. */
export function EmbedSnippet() {
  const { methodologyPages } = useText()
  const { language } = useLanguage()
  const words = methodologyPages.methods.embed
  const { origin } = location
  const badge = `/embed/badge.svg?g=1250&lang=${language}`
  return (
    <Section title={words.title} lead={words.lead} id="embed">
      <div className="grid gap-6 lg:grid-cols-2">
        <div className="grid min-w-0 content-start gap-4">
          <CopyBlock
            label={words.copy}
            value={`<script src="${origin}/embed/comparator.js"\n  data-lang="${language}" data-km="10" data-modes="rail,bus,car"></script>`}
          />
          <p>{words.badge}</p>
          <p>
            <img src={badge} alt={words.preview} height={28} />
          </p>
          <CopyBlock
            label={words.copyBadge}
            value={`<img src="${origin}${badge.replace('&', '&amp;')}" height="28" alt="">`}
          />
        </div>
        <iframe
          title={words.frame}
          src={`/embed/comparator?lang=${language}&km=10&modes=rail,bus,car`}
          loading="lazy"
          className="h-[30rem] w-full rounded-12 border-0"
        />
      </div>
    </Section>
  )
}
