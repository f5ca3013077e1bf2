import { readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { expect, test } from 'vitest'

/** What a file imports when it is loaded, with all that this imports in turn; outside packages by name. */
function loadedBy(file: string, seen = new Set<string>(), outside = new Set<string>()): Set<string> {
  if (seen.has(file)) return outside
  seen.add(file)
  const text = readFileSync(file, 'utf8')
  for (const [, name] of text.matchAll(/^(?:import|export)(?! type\b)[^'"]*?from '([^']+)'/gm)) {
    if (name!.startsWith('.')) loadedBy(join(dirname(file), name!.replace(/\.js$/, '.ts')), seen, outside)
    else outside.add(name!)
  }
  return outside
}

test('help and version load the parser of arguments, how errors are worded, and nothing else from outside', () => {
  const loaded = [...loadedBy(join(import.meta.dirname, 'main.ts'))].filter((name) => !name.startsWith('node:'))
  expect(loaded.sort()).toEqual(['@commander-js/extra-typings', '@digon/messages'])
})
