/** The pages of the site that are written by hand or made from runs, in their order, with the part of the navigation that each belongs to. */
import { readdirSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const docs = join(dirname(fileURLToPath(import.meta.url)), '..')

/** @type {Readonly<Record<string, readonly string[]>>} */
const written = {
  Learn: ['start.md', 'concepts.md', 'viewer/README.md', 'teach.md'],
  Guides: [
    'guides/train.md',
    'guides/sweep.md',
    'guides/measure-weights.md',
    'guides/experiment.md',
    'guides/metric.md',
    'guides/figure.md',
    'guides/engine.md',
    'guides/page.md',
  ],
  Reference: ['specification.md', 'metrics.md', 'file-formats.md', 'performance.md', 'backends.md'],
}

const reproduction = readdirSync(join(docs, 'reproduction'))
  .filter((name) => name.endsWith('.md'))
  .sort((a, b) => Number(b === 'README.md') - Number(a === 'README.md') || a.localeCompare(b))
  .map((name) => `reproduction/${name}`)

/** Paths from `docs`, with slashes. */
export const pages = Object.entries({ ...written, Reproduction: reproduction }).flatMap(([category, files]) =>
  files.map((file) => ({ category, file })),
)
