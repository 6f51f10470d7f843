// Before anything is painted: the language, as web/src/app/text.tsx will choose it, and whether this is the start page.
const page = document.documentElement
let chosen
try {
  chosen = localStorage.getItem('morinowa.language')
} catch {
  // Storage can be forbidden; the browser's language decides then.
}
page.lang = chosen === 'ja' || chosen === 'en' ? chosen : /^en\b/i.test(navigator.language) ? 'en' : 'ja'
if (location.pathname === '/') page.dataset.start = ''
