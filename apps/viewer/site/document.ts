/** The HTML document of a page. */
import type { PrerenderedPage } from '../src/site/prerender.js'
import { contentSecurityPolicy } from './security-policy.js'

/** Files of a page, as addresses from the root of the site. */
export interface PageFiles {
  /** The module that starts the page. */
  readonly script: string
  /** What that module imports, so that it is fetched at once. */
  readonly preloads: readonly string[]
  readonly styles: readonly string[]
  readonly icon: string
  /** A picture of 1200 × 630 pixels that stands for the page where it is linked. */
  readonly preview?: string
}

export interface DocumentOptions {
  /** The policy needs to be left out while developing, when the server puts scripts and styles into the page. */
  readonly withPolicy: boolean
  /** Where the site will be found, with a slash at the end, if that is known: previews of links need whole addresses. */
  readonly siteAddress?: string
}

export function documentOf(
  page: PrerenderedPage,
  files: PageFiles,
  { withPolicy, siteAddress }: DocumentOptions,
): string {
  const { path, folder, root, content, data } = page
  const title = escaped(`${page.title} · Digon`)
  const description = escaped(page.description)
  const head = [
    '<meta charset="utf-8">',
    ...(withPolicy ? [`<meta http-equiv="Content-Security-Policy" content="${contentSecurityPolicy}">`] : []),
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<title>${title}</title>`,
    `<meta name="description" content="${description}">`,
    '<meta name="color-scheme" content="light dark">',
    '<meta name="theme-color" content="#fdfcf9" media="(prefers-color-scheme: light)">',
    '<meta name="theme-color" content="#15171b" media="(prefers-color-scheme: dark)">',
    '<meta property="og:type" content="website">',
    '<meta property="og:site_name" content="Digon">',
    `<meta property="og:title" content="${title}">`,
    `<meta property="og:description" content="${description}">`,
    ...(siteAddress === undefined ? [] : [`<meta property="og:url" content="${siteAddress}${path}">`]),
    ...(files.preview === undefined
      ? []
      : [
          `<meta property="og:image" content="${siteAddress ?? root}${files.preview}">`,
          '<meta property="og:image:width" content="1200">',
          '<meta property="og:image:height" content="630">',
          `<meta property="og:image:alt" content="${title}">`,
          '<meta name="twitter:card" content="summary_large_image">',
        ]),
    `<link rel="icon" type="image/svg+xml" href="${root}${files.icon}">`,
    ...files.styles.map((style) => `<link rel="stylesheet" href="${root}${style}">`),
    `<script type="module" src="${root}${files.script}"></script>`,
    ...files.preloads.map((script) => `<link rel="modulepreload" href="${root}${script}">`),
  ]
  return `<!doctype html>
<html lang="en" data-root="${root}" data-folder="${folder}">
<head>
${head.join('\n')}
</head>
<body>
<div id="app">${content}</div>
<noscript><p class="prose">The text and the pictures of this page stand without JavaScript; training models needs it.</p></noscript>
<script type="application/json" id="page-data">${jsonInHtml(data)}</script>
</body>
</html>
`
}

/** JSON that cannot end the element that it stands in. */
function jsonInHtml(data: unknown): string {
  return JSON.stringify(data ?? null).replaceAll('<', '\\u003c')
}

function escaped(text: string): string {
  return text.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')
}
