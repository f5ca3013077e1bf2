/**
 * TypeDoc makes the site: guides and API in one set of static pages, read from the sources. It runs on TypeScript 6, which the
 * rest of the repository does not use, because it needs the compiler's interface that TypeScript 7 no longer has.
 */
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { entryPoints, packageNames } from './site/entry-points.mjs'
import { loadFormulas } from './site/formulas.mjs'
import { pages } from './site/pages.mjs'
import { load } from './site/plugin.mjs'

const here = dirname(fileURLToPath(import.meta.url))

export default {
  name: 'Digon',
  entryPoints: entryPoints.map(({ source }) => source),
  tsconfig: join(here, 'tsconfig.json'),
  basePath: join(here, '..'),
  out: join(here, 'dist'),
  readme: join(here, 'README.md'),
  projectDocuments: pages.map(({ file }) => join(here, file)),
  plugin: [load],
  markdownItLoader: loadFormulas,
  customCss: join(here, 'site', 'style.css'),
  router: 'file',
  defaultCategory: 'Packages',
  disableSources: true,
  excludeExternals: true,
  excludeInternal: true,
  // Which class is thrown, not only when.
  preservedTypeAnnotationTags: ['@throws'],
  hideGenerator: true,
  includeHierarchySummary: false,
  githubPages: false,
  highlightLanguages: ['js', 'ts', 'sh', 'python', 'yaml', 'json', 'text', 'css', 'html'],
  categoryOrder: ['Learn', 'Guides', 'Reference', 'Reproduction', 'Packages', '*'],
  navigation: { includeCategories: true, includeGroups: false, excludeReferences: true },
  // Pages in the order of site/pages.mjs, what a module exports by its kind.
  sort: ['kind'],
  sortEntryPoints: false,
  validation: { notExported: false, notDocumented: true, invalidLink: true, invalidPath: true },
  packagesRequiringDocumentation: packageNames,
  requiredToBeDocumented: ['Function', 'Class', 'Interface', 'TypeAlias', 'Variable', 'Enum', 'EnumMember'],
  treatWarningsAsErrors: true,
}
