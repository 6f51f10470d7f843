import type { Plugin } from 'vite'
import { home as homeEn } from '../../shared/src/text/en/home.ts'
import { shell as shellEn } from '../../shared/src/text/en/shell.ts'
import { home as homeJa } from '../../shared/src/text/ja/home.ts'
import { shell as shellJa } from '../../shared/src/text/ja/shell.ts'

const texts = { ja: { home: homeJa, shell: shellJa }, en: { home: homeEn, shell: shellEn } }

/**
 * Writes what stands first on the start page into the document itself, in both languages, so that it can be read before
 * any script has arrived. public/first.js says which language and whether this is the start page; style.css shows the
 * one that fits. The pages replace it when they are there.
 */
export function firstScreen(): Plugin {
  return {
    name: 'first-screen',
    transformIndexHtml: (html) =>
      html.replace(
        '<!--first-->',
        Object.entries(texts)
          .map(([language, text]) => first(language, text))
          .join(''),
      ),
  }
}

// The classes are those of web/src/app/frame.tsx and web/src/home/home-page.tsx: nothing moves when these take over.
function first(language: string, { home, shell }: (typeof texts)['ja']): string {
  return `<div class="first" lang="${language}">
  <div class="border-b border-line"><p class="mx-auto flex min-h-14 max-w-6xl items-center px-4 font-bold tracking-wide text-forest sm:px-6">${shell.brand} ${shell.brandLatin}</p></div>
  <div class="first-start border-b border-line bg-mist"><div class="mx-auto grid max-w-6xl items-start gap-x-14 px-4 pt-8 pb-10 sm:px-6 lg:grid-cols-[1fr_1.05fr] lg:py-14"><div class="lg:pt-24">
    <h1 class="text-[2.125rem] leading-[1.3] sm:text-[3rem]">${home.title}</h1>
    <p class="mt-4 max-w-prose text-std-17N-170">${home.lead}</p>
    </div><div class="min-h-[37rem]"></div></div></div>
</div>`
}
