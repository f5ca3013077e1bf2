/** Pages on finished runs, as Markdown. Pure: facts in, text out; reading and writing is done elsewhere. */

const kinds = [
  { kind: 'paper', heading: 'What the paper says' },
  { kind: 'mathematics', heading: 'What theory says about the trained models' },
  { kind: 'self-check', heading: 'Self-checks: closed forms that no trained model decides' },
]

/** Of one experiment: what the paper says, our picture, the verdicts, how to do it again; then how it was made. */
export function experimentPage(experiment) {
  const { id, title, section, paper, method, settings, claims, parts, figures, preset, trains, record, overSeeds } =
    experiment
  const { title: published, address } = experiment.publication
  const [picture, ...others] = figures
  const explained = claims.filter(({ holds, explanation }) => !holds && explanation)
  const lines = [
    `# ${title}`,
    `[${published}](${address}), ${section} · experiment \`${id}\` · [all experiments](README.md)`,
    text(experiment.verdicts),
    '## What the paper says',
    paragraphs(paper),
    '## Our figure',
    ...figureOf(picture),
    '## Verdicts',
    ...kinds.flatMap(({ kind, heading }) => {
      const own = claims.filter((claim) => claim.kind === kind)
      return own.length === 0 ? [] : [`### ${heading}`, claimTable(own, overSeeds)]
    }),
    ...(explained.length === 0 ? [] : ['### Why some claims do not hold']),
    ...explained.map((claim) => `**${claim.id}**: ${text(claim.explanation)}`),
    '## Reproduce it',
    `\`digon reproduce ${id} --preset ${preset} --seed ${record.seed} --backend ${record.backend}\``,
    'The weights will be the same, bit for bit. The times will differ.',
    table(['', ''], factsOf(record)),
    '## What we did',
    `This page shows the preset ${preset}: ${text(trains)}.`,
    paragraphs(method),
    ...(others.length === 0 ? [] : ['## More figures', ...others.flatMap(figureOf)]),
    '## Settings and times',
    ...settings.flatMap(({ name, rows }) => [
      `<details><summary>Settings of ${name}</summary>`,
      table(
        ['', ''],
        rows.map((cells) => cells.map(text)),
      ),
      '</details>',
    ]),
    table(['part', 'seconds'], secondsRows(parts)),
  ]
  return `${lines.join('\n\n')}\n`
}

function claimTable(claims, overSeeds) {
  const seeds = overSeeds ? ['seeds'] : []
  return table(
    ['verdict', 'claim', 'what is measured', 'expected', 'measured', 'margin', ...seeds, 'source', 'must fail on'],
    claims.map((claim) => {
      const over = overSeeds?.find((candidate) => candidate.id === claim.id)
      return [
        claim.holds ? claim.verdict : `**${claim.verdict}**`,
        text(claim.statement),
        text(claim.measures ?? ''),
        withTolerance(claim),
        show(claim.measured),
        text(claim.margin),
        ...(overSeeds ? [over ? `${over.heldIn} of ${over.bySeed.length}` : ''] : []),
        text(claim.source),
        text([...claim.nearMisses, ...(claim.control ? [claim.control] : [])].join('; ')),
      ]
    }),
  )
}

function withTolerance({ expected, tolerance }) {
  const plain = typeof tolerance === 'string' && tolerance.startsWith('none')
  return plain ? show(expected) : `${show(expected)} (± ${show(tolerance)})`.replace(/\(± (?!\d)/, '(')
}

/** Two sentences below the title; what is left of the description is folded away. */
function figureOf({ file, title: caption, description }) {
  const sentences = description.split(/(?<=[.!?])\s+(?=[A-Z])/)
  const rest = sentences.slice(2).join(' ')
  return [
    `![${altText(caption)}](figures/${file})`,
    `**${text(caption)}.** ${text(sentences.slice(0, 2).join(' '))}`,
    ...(rest === '' ? [] : [`<details><summary>Numbers of this figure</summary>\n\n${text(rest)}\n\n</details>`]),
  ]
}

/** For example ``at smaller sizes, `--preset quick` ``; where presets differ, each page says its own. */
function sizesInWords(experiments) {
  const presets = new Set(experiments.map(({ preset }) => preset))
  if (presets.size > 1) return 'each page names its preset'
  return presets.has('paper') ? "at the paper's own sizes, `--preset paper`" : 'at smaller sizes, `--preset quick`'
}

/** All experiments in a table, in the order given; at least one. `hasRobustness` and `hasAudit`: whether to link robustness.md and audit.md; `verdicts`: of all claims, in words. */
export function indexPage(experiments, { hasRobustness, hasAudit, verdicts }) {
  const claims = experiments.flatMap((experiment) => experiment.claims)
  const total = experiments.reduce((sum, { parts }) => sum + totalOf(parts), 0)
  const lines = [
    '# Toy Models of Superposition, reproduced',
    `Every experiment (${sizesInWords(experiments)}), its figures, and the verdict on every claim. ${text(verdicts)} Each page explains the claims that depart from the paper or do not hold.`,
    ...(hasRobustness ? [`How often claims hold with other seeds: [robustness](robustness.md).`] : []),
    ...(hasAudit ? [`Which claims notice a broken system: [audit](audit.md).`] : []),
    table(
      ['experiment', 'section', ...kinds.map(({ kind }) => kind), 'departs', 'not held', 'seconds', 'date'],
      [
        ...experiments.map(({ id, title, section, claims: own, parts, record }) => [
          `[${title}](${id}.md)`,
          section,
          ...kinds.map(({ kind }) => count(own, kind)),
          names(id, own, (claim) => !claim.holds && claim.departs),
          names(id, own, (claim) => !claim.holds && !claim.departs),
          totalOf(parts).toFixed(0),
          record.finishedAt.slice(0, 10),
        ]),
        ['**all**', '', ...kinds.map(({ kind }) => count(claims, kind)), '', '', total.toFixed(0), ''],
      ],
    ),
    `Seconds include training, evaluation, analysis and figures. They are longer where the machine had other work. Measured on ${distinct(experiments, ({ record }) => record.machine)}; versions: ${distinct(experiments, ({ record }) => versions(record))}.`,
    'Made by `node scripts/summarize-reproduction.mjs`; each page names the command that made its run.',
  ]
  return `${lines.join('\n\n')}\n`
}

/**
 * How often claims hold from several seeds. A verdict is stable when at most one seed in twenty disagrees with the most frequent one.
 *
 * @param intervalOf the 95 % interval of a share, from 0 to 1.
 */
export function robustnessPage({ experiments, asked, record, preset, seeds, intervalOf }) {
  const all = experiments.flatMap(({ overSeeds, claims }) =>
    overSeeds.map((over, place) => ({ ...over, claim: claims[place] })),
  )
  const allowed = Math.max(1, Math.floor(seeds / 20))
  const isStable = ({ heldIn }) => Math.min(heldIn, seeds - heldIn) <= allowed
  const notAlways = all.filter(({ heldIn }) => heldIn < seeds)
  const counted = (claims) => [
    claims.length,
    claims.filter(({ heldIn }) => heldIn === seeds).length,
    claims.filter(({ heldIn }) => heldIn < seeds && seeds - heldIn <= allowed).length,
    claims.filter(({ heldIn }) => heldIn <= allowed).length,
    claims.filter((claim) => !isStable(claim)).length,
  ]
  const lines = [
    '# How often claims hold',
    `Every experiment (\`--preset ${preset}\`) with the ${seeds} seeds ${record.seed} to ${record.seed + seeds - 1}. ${all.filter(isStable).length} of ${all.length} verdicts are stable, which means that at most ${allowed} of ${seeds} seeds disagrees. [All experiments](README.md)`,
    `Made by \`digon reproduce ${asked} --preset ${preset} --seed ${record.seed} --seeds ${seeds} --backend ${record.backend}\`.`,
    table(['', ''], factsOf(record)),
    table(
      [
        'experiment',
        'claims',
        `hold with all ${seeds} seeds`,
        `with all but ${allowed}`,
        'with none, or almost none',
        'not stable',
        'seconds',
      ],
      [
        ...experiments.map(({ id, overSeeds, parts }) => [
          `\`${id}\``,
          ...counted(overSeeds).map(String),
          totalOf(parts).toFixed(0),
        ]),
        ['**all**', ...counted(all).map(String), ''],
      ],
    ),
    '## Claims that do not hold with every seed',
    notAlways.length === 0
      ? 'None.'
      : table(
          ['claim', 'held', '95 % interval', 'expected', 'seeds where it does not hold, and what was measured', 'why'],
          notAlways.map(({ id, heldIn, bySeed, claim }) => [
            `\`${id}\`${claim.departs ? ' (departs)' : ''}`,
            `${heldIn} of ${seeds}`,
            `${intervalOf({ count: heldIn, of: seeds })
              .map((share) => `${(100 * share).toFixed(0)}`)
              .join(' to ')} %`,
            show(claim.expected),
            bySeed
              .filter(({ holds }) => !holds)
              .map(({ seed, measured }) => `seed ${seed}: ${show(measured)}`)
              .join('; '),
            text(claim.explanation ?? ''),
          ]),
        ),
  ]
  return `${lines.join('\n\n')}\n`
}

function factsOf(record) {
  return [
    ['date', record.finishedAt.slice(0, 10)],
    ['seed', String(record.seed)],
    ['backend', `${record.backend}, ${record.arithmetic}, random streams version ${record.streamVersion}`],
    ['versions', versions(record)],
    ['machine', record.machine],
  ]
}

function versions({ packageVersions }) {
  return Object.entries(packageVersions)
    .map(([name, version]) => `${name} ${version}`)
    .join(', ')
}

function secondsRows(parts) {
  const rows = parts.map(({ name, seconds }) => [name, seconds.toFixed(1)])
  return [...rows, ['**total**', totalOf(parts).toFixed(1)]]
}

function totalOf(parts) {
  return parts.reduce((sum, { seconds }) => sum + seconds, 0)
}

/** Of a kind: how many hold, of how many; empty for none. */
function count(claims, kind) {
  const own = claims.filter((claim) => claim.kind === kind)
  return own.length === 0 ? '' : `${own.filter(({ holds }) => holds).length} of ${own.length}`
}

function names(id, claims, isMeant) {
  return claims
    .filter(isMeant)
    .map((claim) => `\`${claim.id.slice(id.length + 1)}\``)
    .join(', ')
}

function distinct(items, of) {
  return [...new Set(items.map(of))].join('; ')
}

function show(value) {
  if (typeof value === 'boolean') return value ? 'yes' : 'no'
  return typeof value === 'number' ? String(Number(value.toPrecision(5))) : text(value)
}

function table(titles, rows) {
  const line = (cells) => `| ${cells.map((cell) => cell.replaceAll('|', '\\|')).join(' | ')} |`
  return [line(titles), line(titles.map(() => '---')), ...rows.map(line)].join('\n')
}

function paragraphs(words) {
  return words
    .split(/\n\s*\n/)
    .map((paragraph) => text(paragraph.replace(/\s+/g, ' ').trim()))
    .join('\n\n')
}

/** What experiments say is text: nothing in it becomes markup. */
function text(words) {
  return words
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replace(/[\\`*_[\]]/g, '\\$&')
}

function altText(words) {
  return words.replace(/[[\]]/g, '')
}
