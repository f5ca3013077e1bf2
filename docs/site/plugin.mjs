/**
 * What TypeDoc does not do by itself: pages are named by their first heading, and found at the address of their file; modules are
 * named by what one imports; the README of a package stands on the page of its module; the page with a live picture loads its script.
 */
import { readFileSync } from 'node:fs'
import { dirname, join, relative } from 'node:path'
import { fileURLToPath } from 'node:url'
import { Converter, JSX, KindRouter, MinimalSourceFile, ReflectionKind } from 'typedoc'
import { entryPoints } from './entry-points.mjs'
import { pages } from './pages.mjs'

const docs = join(dirname(fileURLToPath(import.meta.url)), '..')

/** @param {import('typedoc').Application} app */
export function load(app) {
  app.renderer.defineRouter('file', FileRouter)

  app.renderer.hooks.on('body.end', (context) =>
    context.page.url === 'concepts.html'
      ? JSX.createElement('script', { src: context.relativeURL('assets/live-training.js', true) })
      : JSX.createElement(JSX.Fragment, null),
  )

  app.converter.on(Converter.EVENT_CREATE_DOCUMENT, (_context, document) => {
    const heading = /^# (.+)(?:\n|$)/.exec(document.content[0].text)
    if (heading === null) throw new Error(`${document.name}: a page begins with its heading`)
    document.name = heading[1]
  })

  // Before TypeDoc sorts into categories.
  app.converter.on(Converter.EVENT_RESOLVE_BEGIN, ({ project }) => {
    // The page has the name of the project as its heading already.
    project.readme[0].text = project.readme[0].text.replace(/^# .+\n/, '')
    for (const document of project.documents ?? []) {
      const path = relative(docs, project.files.getReflectionPath(document)).replaceAll('\\', '/')
      document.frontmatter.category = pages.find(({ file }) => file === path).category
      document.frontmatter.address = path.replace(/README\.md$/, 'index.md').replace(/\.md$/, '')
    }
    for (const module of project.getChildrenByKind(ReflectionKind.Module)) describeModule(app, project, module)
  })
}

/** `guides/train.html` for docs/guides/train.md, and `api/model.html` for @digon/model; all else as TypeDoc has it. */
class FileRouter extends KindRouter {
  getIdealBaseName(reflection) {
    if (reflection.isDocument()) return reflection.frontmatter.address
    if (reflection.kindOf(ReflectionKind.Module))
      return `api/${reflection.name.replace('@digon/', '').replace('/', '-')}`
    return `api/${super.getIdealBaseName(reflection)}`
  }
}

function describeModule(app, project, module) {
  const entry = entryPoints.find(({ path }) => path === module.name)
  if (entry === undefined) throw new Error(`${module.name}: a module that is no entry point`)
  module.name = entry.name
  if (entry.readme === undefined) return
  const text = readFileSync(entry.readme, 'utf8').replace(/^# .+\n/, '')
  module.readme = app.converter.parseRawComment(new MinimalSourceFile(text, entry.readme), project.files).content
  project.files.registerReflectionPath(entry.readme, module)
  project.files.registerReflectionPath(dirname(entry.readme), module)
}
