/** Whether every link of a folder of static pages leads to a file that is there, and to a place on its page that is there. */
import { existsSync, readdirSync, readFileSync, statSync } from 'node:fs'
import { dirname, join, relative, resolve, sep } from 'node:path'

/**
 * @param {string} folder of the site.
 * @returns {{ pages: number, links: number, broken: { page: string, link: string }[] }} what leads nowhere, in the order of the pages.
 * Links to other sites are not asked.
 */
export function brokenLinks(folder) {
  const files = readdirSync(folder, { recursive: true })
    .filter((name) => name.endsWith('.html'))
    .sort()
    .map((name) => join(folder, name))
  const pages = new Map(files.map((file) => [file, readPage(file)]))
  const broken = []
  let links = 0
  for (const [file, { targets }] of pages) {
    for (const link of targets) {
      links++
      if (!leadsSomewhere(link, file, pages)) {
        broken.push({ page: relative(folder, file).split(sep).join('/'), link })
      }
    }
  }
  return { pages: pages.size, links, broken }
}

function readPage(file) {
  const html = readFileSync(file, 'utf8').replace(/<script[\s\S]*?<\/script>/g, '')
  const attribute = (name) =>
    [...html.matchAll(new RegExp(` ${name}="([^"]*)"`, 'g'))].map(([, value]) => decode(value))
  const targets = [...attribute('href'), ...attribute('src')].filter(
    (link) => !/^([a-z][a-z0-9+.-]*:|\/\/)/i.test(link),
  )
  return { targets: new Set(targets), places: new Set([...attribute('id'), ...attribute('name')]) }
}

function leadsSomewhere(link, file, pages) {
  const [path, place = ''] = link.split('#')
  const target = path === '' ? file : resolve(dirname(file), decodeURIComponent(path))
  if (!existsSync(target)) return false
  if (place === '') return true
  const page = pages.get(statSync(target).isDirectory() ? join(target, 'index.html') : target)
  return page === undefined || page.places.has(decodeURIComponent(place))
}

function decode(text) {
  return text
    .replaceAll('&quot;', '"')
    .replaceAll('&#39;', "'")
    .replaceAll('&lt;', '<')
    .replaceAll('&gt;', '>')
    .replaceAll('&amp;', '&')
}
