/** The look of the embedded page: no fonts, pictures or files of anybody else. */
export const comparatorCss = `:root{color-scheme:light dark;--ink:#17221b;--soft:#4c5a50;--paper:#fffefa;--line:#cfd8cc;--bar:#1f5a3d;--car:#8a5a12;--ground:#e6ece2}
@media (prefers-color-scheme:dark){:root{--ink:#e9f0ea;--soft:#b5c2b8;--paper:#151d18;--line:#3a473f;--bar:#7fc49b;--car:#e0b36a;--ground:#28332d}}
*{box-sizing:border-box}
body{margin:0;background:var(--paper);color:var(--ink);font:16px/1.6 system-ui,'Hiragino Sans','Noto Sans JP','Yu Gothic',sans-serif}
main{padding:16px;border:1px solid var(--line);border-radius:12px}
h1{margin:0 0 8px;font-size:18px;line-height:1.4}
form{display:flex;flex-wrap:wrap;gap:8px;align-items:end;margin:0 0 8px}
label{display:grid;font-weight:bold;flex:1 1 9em}
input,button{min-height:48px;font:inherit;border-radius:8px;border:1px solid var(--soft);padding:4px 12px;background:var(--paper);color:var(--ink);width:100%}
button{flex:0 1 auto;width:auto;background:var(--bar);color:var(--paper);border-color:transparent;font-weight:bold;cursor:pointer;border-radius:24px;padding:4px 20px}
:focus-visible{outline:3px solid var(--car);outline-offset:2px}
p{margin:0 0 8px}
ul{list-style:none;margin:0 0 8px;padding:0;display:grid;gap:8px}
li{display:grid;grid-template-columns:1fr auto;gap:0 8px}
strong{font-variant-numeric:tabular-nums}
svg{grid-column:1/-1;width:100%;height:10px;display:block}
.all{fill:var(--ground)}.part{fill:var(--bar)}.car{fill:var(--car)}
small{grid-column:1/-1;font-size:14px;color:var(--soft)}
.source{font-size:14px;color:var(--soft);margin:0}
a{color:inherit}
`
