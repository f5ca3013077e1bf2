/** The page on an audit (`digon audit … --json`), as Markdown: which claims notice which faults. Pure: facts in, text out. */

/** Experiments whose loss after a tenth of the training is within so much of its end; what they show then is no finding. */
const trainedByTenth = 1.02

export function auditPage({ seed, preset, faults, experiments }) {
  const columns = ['none', ...faults.map(({ name }) => name)]
  const claims = experiments.flatMap((experiment) => experiment.claims.map((claim) => ({ ...claim, experiment })))
  const ofModels = claims.filter(({ kind }) => kind !== 'self-check')
  const early = experiments.filter(({ lossRatios }) => lossRatios['tenth of training'] <= trainedByTenth)
  const later = ofModels.filter(({ experiment }) => !early.includes(experiment))
  const surviving = ofModels.filter(({ holds }) => columns.every((name) => holds[name]))
  const unnoticed = claims.filter((claim) => claim.unnoticed.length > 0)
  const lines = [
    '# Which claims notice a broken system',
    `Every experiment (\`--preset ${preset}\`, seed ${seed}) was run with the faults of a subtly broken system, planted into its training or its results, and judged by its own claims. A claim that holds under every fault would say little.`,
    `Made by \`digon audit all --preset ${preset} --seed ${seed} --json\` and \`node scripts/summarize-audit.mjs\`.`,
    table(
      ['', ''],
      [
        ['claims', `${claims.length}, of which ${ofModels.length} are about trained models`],
        ['hold without a fault', shareOf(claims, 'none')],
        ['untrained, about trained models', shareOf(ofModels, 'untrained')],
        ['after a tenth of the training', shareOf(later, 'tenth of training')],
        ['not counted there, because their loss is already within 2 % of its final value', ids(early)],
        ['hold under every fault, about trained models', ids(surviving)],
        [
          'hold under a fault on which they must fail',
          unnoticed.map((claim) => `\`${claim.id}\` (${claim.unnoticed.join(', ')})`).join(', ') || 'none',
        ],
      ],
    ),
    '## Faults',
    table(
      ['', 'fault', 'what is broken', 'claims that hold', 'about trained models', 'experiments that do not notice'],
      faults.map(({ name, description = '', touches }, k) => {
        const touched = claims.filter(({ experiment }) => touches.includes(experiment.id))
        const blind = experiments.filter(
          ({ id, claims: own }) => touches.includes(id) && !own.some(({ holds }) => holds.none && !holds[name]),
        )
        const models = touched.filter(({ kind }) => kind !== 'self-check')
        return [String(k + 1), name, description, shareOf(touched, name), shareOf(models, name), ids(blind)]
      }),
    ),
    '## Claims',
    'Columns are the faults by number, 0 being none. ✓ holds, · does not hold; blank where the fault changes nothing in the experiment.',
    ...experiments.flatMap(({ id, claims: own }) => [
      `### ${id}`,
      table(
        ['claim', 'kind', ...columns.map((_, k) => String(k))],
        own.map((claim) => [
          `\`${claim.id.slice(id.length + 1)}\``,
          claim.kind,
          ...columns.map((name, k) => {
            if (k > 0 && !faults[k - 1].touches.includes(id)) return ''
            return claim.holds[name] ? '✓' : '·'
          }),
        ]),
      ),
    ]),
  ]
  return `${lines.join('\n\n')}\n`
}

/** What an audit of several processes found, as one. @throws {Error} when they differ in seed, preset or faults. */
export function joinAudits(audits) {
  const [first, ...others] = audits
  const asked = ({ seed, preset, faults }) => JSON.stringify([seed, preset, faults.map(({ name }) => name)])
  if (others.some((other) => asked(other) !== asked(first)))
    throw new Error('audits of different seeds, presets or faults')
  return {
    ...first,
    faults: first.faults.map((fault, k) => ({ ...fault, touches: audits.flatMap(({ faults }) => faults[k].touches) })),
    experiments: audits.flatMap(({ experiments }) => experiments),
  }
}

function shareOf(claims, name) {
  const held = claims.filter(({ holds }) => holds[name]).length
  return claims.length === 0 ? '' : `${held} of ${claims.length} (${((100 * held) / claims.length).toFixed(0)} %)`
}

function ids(items) {
  return items.map(({ id }) => `\`${id}\``).join(', ') || 'none'
}

function table(titles, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n')
}
