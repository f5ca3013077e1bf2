/** The report's style sheet: readable on paper and screen, nothing conveyed by color alone. */
export const reportStyle = `
:root { color-scheme: light; font: 16px/1.5 system-ui, sans-serif; color: #1a1a1a; background: #fff }
main { max-width: 70rem; margin: 0 auto; padding: 2rem 1.5rem 4rem }
h1 { font-size: 1.9rem; line-height: 1.2; margin: 0 0 .5rem }
h2 { font-size: 1.5rem; margin: 2.5rem 0 .25rem; border-top: 2px solid #1a1a1a; padding-top: 1rem }
h3 { font-size: 1.1rem; margin: 1.5rem 0 .25rem }
p { max-width: 46rem; margin: .4rem 0 }
.lead { font-size: 1.2rem }
.note { color: #555 }
.warning { border-left: 4px solid #b35900; padding-left: .75rem }
dl { display: grid; gap: .15rem; margin: .75rem 0 }
dl > div { display: grid; grid-template-columns: 9rem 1fr; gap: 1rem }
dt { color: #555 }
dd { margin: 0; overflow-wrap: anywhere }
.wide { overflow-x: auto }
.wide:focus-visible, a:focus-visible, summary:focus-visible { outline: 3px solid #0b57d0; outline-offset: 2px }
table { border-collapse: collapse; font-size: .9rem; width: 100% }
th, td { text-align: left; vertical-align: top; padding: .4rem .6rem; border-bottom: 1px solid #ccc }
thead th { border-bottom: 2px solid #1a1a1a; white-space: nowrap }
td p { margin: .3rem 0 }
.wide td:has(code) { min-width: 18rem }
.explanation { border-left: 4px solid #b35900; padding-left: .6rem }
tr.fails td:first-child { font-weight: 700; color: #a40000; white-space: nowrap }
tr.holds td:first-child { color: #005a32; white-space: nowrap }
code { font-size: .8rem; color: #555 }
figure { margin: 1rem 0 2rem }
figure img { max-width: 100%; height: auto; border: 1px solid #ddd }
figcaption { max-width: 46rem; font-size: .9rem; color: #333 }
summary { cursor: pointer; padding: .2rem 0 }
@media (max-width: 40rem) { main { padding: 1rem .75rem 3rem } dl > div { grid-template-columns: 1fr; gap: 0 } h1 { font-size: 1.5rem } }
@media print {
  main { max-width: none; padding: 0 }
  main > section { break-before: page }
  h2, h3, summary { break-after: avoid }
  figure, tr, details { break-inside: avoid }
  thead { display: table-header-group }
  table { font-size: .7rem }
  .wide { overflow: visible }
  .wide td:has(code) { min-width: 0 }
  td { overflow-wrap: anywhere; padding: .25rem .3rem }
  details::details-content { content-visibility: visible; block-size: auto }
}
`
