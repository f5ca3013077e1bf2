/** Bundles the page with webpack, with nothing said about the packages: their addresses must be found by themselves. */
import { writeFileSync } from 'node:fs'
import webpack from 'webpack'

const folder = new URL('webpacked', import.meta.url).pathname
const stats = await new Promise((resolve, reject) => {
  webpack(
    { mode: 'production', entry: './built/page.js', output: { path: folder, filename: 'page.js' }, performance: false },
    (failure, outcome) => (failure ? reject(failure) : resolve(outcome)),
  )
})
if (stats.hasErrors()) throw new Error(stats.toString('errors-only'))
writeFileSync(
  `${folder}/index.html`,
  '<!doctype html><meta charset="utf-8"><title>waiting</title><script defer src="page.js"></script>',
)
