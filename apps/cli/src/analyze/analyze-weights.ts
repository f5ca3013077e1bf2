import { basename } from 'node:path'
import { dictionaryScores } from '../dictionaries/dictionary-scores.js'
import { type ScoreOptions, scoresOf } from '../dictionaries/score-opened.js'
import { UsageError } from '../exit-code.js'
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
  options: NamedWeightsOptions & ScoreOptions & { readonly json?: true },
  terminal: Terminal,
): Promise<void> {
  const opened = await openNamedWeights(path, options)
  const { reading, notes } = opened
  for (const line of divergedLines(opened.diverged, 'these are the weights before that step')) terminal.error(line)
  if (opened.kind === 'dictionary') {
    const dictionary = analyzeDictionary(opened)
    const scores = await scoresOf(opened, path, options)
    return terminal.out(
      options.json
        ? jsonText({ reading, notes, dictionary, ...(scores && { scores }) })
        : [
            ...[reading, ...notes, '', dictionaryTable(dictionary)],
            ...(scores ? ['', dictionaryScores([{ name: basename(path), scores }])] : []),
          ].join('\n'),
    )
  }
  if (options.features !== undefined || options.data !== undefined) {
    throw new UsageError(`${path} holds a model; --features and --data are for dictionaries`)
  }
  const members = analyzeMembers(opened)
  terminal.out(
    options.json ? jsonText({ reading, notes, members }) : [reading, ...notes, '', membersTable(members)].join('\n'),
  )
}
