import { jsonText } from '../json-text.js'
import type { Terminal } from '../terminal.js'
import { divergedLines } from '../train/diverged-lines.js'
import { type NamedWeightsOptions, openNamedWeights } from '../weights/open-named-weights.js'
import { analyzeDictionary, dictionaryTable } from './analyze-dictionary.js'
import { analyzeMembers } from './analyze-members.js'
import { membersTable } from './members-table.js'

/** Reads weights from a file or a run, says how it read them, and prints what @digon/metrics sees in them. */
export async function analyzeWeights(
  path: string,
  options: NamedWeightsOptions & { readonly json?: true },
  terminal: Terminal,
): Promise<void> {
  const opened = await openNamedWeights(path, options)
  const { reading, notes } = opened
  for (const line of divergedLines(opened.diverged, 'these are the weights before that step')) terminal.error(line)
  if (opened.kind === 'dictionary') {
    const dictionary = analyzeDictionary(opened)
    return terminal.out(
      options.json
        ? jsonText({ reading, notes, dictionary })
        : [reading, ...notes, '', dictionaryTable(dictionary)].join('\n'),
    )
  }
  const members = analyzeMembers(opened)
  terminal.out(
    options.json ? jsonText({ reading, notes, members }) : [reading, ...notes, '', membersTable(members)].join('\n'),
  )
}
