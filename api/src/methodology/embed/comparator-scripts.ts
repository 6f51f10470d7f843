import { methodologyEmbed as en } from '@morinowa/shared/text/en/methodology-embed.ts'
import { methodologyEmbed as ja } from '@morinowa/shared/text/ja/methodology-embed.ts'

// The two scripts of the comparator, as they are served: one on the page that embeds it, one inside the frame. They set
// no cookie, keep nothing and ask nobody but this server.

/** Put on any page; it inserts the frame in its place and keeps it as tall as its content. */
export const comparatorJs = `(function () {
  var script = document.currentScript
  if (!script) return
  var origin = new URL(script.src).origin
  var asked = new URLSearchParams()
  ;['lang', 'km', 'modes'].forEach(function (name) {
    var value = script.getAttribute('data-' + name)
    if (value) asked.set(name, value)
  })
  if (!asked.has('lang') && /^en/i.test(document.documentElement.lang)) asked.set('lang', 'en')
  var frame = document.createElement('iframe')
  frame.src = origin + '/embed/comparator?' + asked
  frame.title = asked.get('lang') === 'en' ? ${JSON.stringify(en.title)} : ${JSON.stringify(ja.title)}
  frame.loading = 'lazy'
  frame.style.cssText = 'width:100%;border:0;display:block'
  frame.height = '560'
  script.parentNode.insertBefore(frame, script)
  addEventListener('message', function (event) {
    if (event.origin !== origin || event.source !== frame.contentWindow) return
    var said = event.data
    if (!said || said.from !== 'morinowa' || !(said.height > 0 && said.height < 5000)) return
    frame.height = String(Math.ceil(said.height))
  })
})()
`

/** In the frame: says how tall it is, whenever that changes. */
export const comparatorFrameJs = `(function () {
  if (window.parent === window) return
  function say() {
    window.parent.postMessage({ from: 'morinowa', height: document.documentElement.getBoundingClientRect().height }, '*')
  }
  new ResizeObserver(say).observe(document.documentElement)
  say()
})()
`
