import { basename } from 'node:path'
import { ShapeError } from '@digon/matrix'
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
    const dictionary = naming(path, reading, () => analyzeDictionary(opened))
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
  const members = naming(path, reading, () => analyzeMembers(opened))
  terminal.out(
    options.json ? jsonText({ reading, notes, members }) : [reading, ...notes, '', membersTable(members)].join('\n'),
  )
}

/** What cannot be measured is told with its file, and with how that was read. */
function naming<Result>(path: string, reading: string, measure: () => Result): Result {
  try {
    return measure()
  } catch (failure) {
    if (!(failure instanceof ShapeError)) throw failure
    throw new UsageError(`${path}: ${failure.message}; ${reading}`)
  }
}
