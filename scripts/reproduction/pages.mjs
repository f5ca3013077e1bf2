/** Pages on finished runs, as Markdown. Pure: facts in, text out; reading and writing is done elsewhere. */

/** One experiment: what was asked, how long it took, what came out. */
export function experimentPage(experiment) {
  const { id, title, section, paper, method, settings, claims, parts, figures, preset, record } = experiment
  const failing = claims.filter(({ holds }) => !holds)
  const lines = [
    `# ${title}`,
    `Paper ${section} · experiment \`${id}\` · ${held(claims)} · [all experiments](README.md)`,
    `Made by \`digon reproduce ${id} --preset ${preset} --seed ${record.seed} --backend ${record.backend}\`. Weights come out the same, bit for bit, when it is done again; seconds do not.`,
    table(['', ''], factsOf(record)),
    '## What the paper says',
    paragraphs(paper),
    '## What we did',
    paragraphs(method),
    ...settings.flatMap(({ name, rows }) => [
      `<details><summary>Settings of ${name}</summary>`,
      table(
        ['', ''],
        rows.map((cells) => cells.map(text)),
      ),
      '</details>',
    ]),
    '## Figures',
    ...figures.flatMap(({ file, title: caption, description }) => [
      `**${text(caption)}.** ${text(description)}`,
      `![${altText(caption)}](figures/${file})`,
    ]),
    '## Claims',
    table(
      ['holds', 'claim', 'what is measured', 'expected', 'measured', 'tolerance', 'source'],
      claims.map(({ holds, statement, measures, expected, measured, tolerance, source }) => {
        return [
          holds ? 'yes' : '**no**',
          text(statement),
          text(measures ?? ''),
          show(expected),
          show(measured),
          show(tolerance),
          text(source),
        ]
      }),
    ),
    ...(failing.length === 0 ? [] : ['## Why they fail']),
    ...failing.map((claim) => `**${claim.id}**: ${text(claim.explanation ?? 'not explained.')}`),
    '## Seconds',
    table(['part', 'seconds'], secondsRows(parts)),
  ]
  return `${lines.join('\n\n')}\n`
}

/** All experiments in a table, in the order given; at least one. `hasRobustness`: whether to link robustness.md. */
export function indexPage(experiments, hasRobustness) {
  const claims = experiments.flatMap((experiment) => experiment.claims)
  const total = experiments.reduce((sum, { parts }) => sum + totalOf(parts), 0)
  const lines = [
    '# Toy Models of Superposition, reproduced',
    `Every experiment at the paper's own sizes (\`--preset paper\`), its figures, and what became of every claim: ${held(claims)} (${share(claims)}). A claim that does not hold is explained on its page.`,
    ...(hasRobustness ? [`How often claims hold from other seeds: [robustness](robustness.md).`] : []),
    table(
      ['experiment', 'section', 'claims held', 'not held', 'seconds', 'date'],
      [
        ...experiments.map(({ id, title, section, claims: own, parts, record }) => [
          `[${title}](${id}.md)`,
          section,
          count(own),
          own
            .filter(({ holds }) => !holds)
            .map((claim) => `\`${claim.id.slice(id.length + 1)}\``)
            .join(', '),
          totalOf(parts).toFixed(0),
          record.finishedAt.slice(0, 10),
        ]),
        ['**all**', '', count(claims), '', total.toFixed(0), ''],
      ],
    ),
    `Seconds are those of training, evaluation, analysis and figures, longer where the machine had other work, on ${distinct(experiments, ({ record }) => record.machine)}; versions: ${distinct(experiments, ({ record }) => versions(record))}.`,
    'Made by `node scripts/summarize-reproduction.mjs`; each page names the command that made its run.',
  ]
  return `${lines.join('\n\n')}\n`
}

/** How often claims hold from several seeds. */
export function robustnessPage({ experiments, asked, record, preset, seeds }) {
  const all = experiments.flatMap(({ id, overSeeds, claims }) =>
    overSeeds.map((over, place) => ({ ...over, experiment: id, claim: claims[place] })),
  )
  const heldIn = (number) => all.filter((claim) => claim.heldIn >= number).length
  const notAlways = all.filter((claim) => claim.heldIn < seeds)
  const lines = [
    '# How often claims hold',
    `Every experiment (\`--preset ${preset}\`) from the seeds ${record.seed} to ${record.seed + seeds - 1}: of ${all.length} claims ${heldIn(seeds)} hold from all ${seeds} of them, ${heldIn(seeds - 1)} (${((100 * heldIn(seeds - 1)) / all.length).toFixed(1)} %) from at least ${seeds - 1}. [All experiments](README.md)`,
    `Made by \`digon reproduce ${asked} --preset ${preset} --seed ${record.seed} --seeds ${seeds} --backend ${record.backend}\`.`,
    table(['', ''], factsOf(record)),
    table(
      ['experiment', 'claims', `held from all ${seeds}`, `from ${seeds - 1}`, 'from fewer', 'seconds'],
      experiments.map(({ id, overSeeds, parts }) => {
        const number = (test) => String(overSeeds.filter((over) => test(seeds - over.heldIn)).length)
        const counts = [number((missing) => missing === 0), number((missing) => missing === 1)]
        return [
          `\`${id}\``,
          String(overSeeds.length),
          ...counts,
          number((missing) => missing > 1),
          totalOf(parts).toFixed(0),
        ]
      }),
    ),
    '## Claims that do not hold from every seed',
    notAlways.length === 0
      ? 'None.'
      : table(
          ['claim', 'held', 'expected', 'where not, and what was measured', 'why'],
          notAlways.map(({ id, heldIn: number, bySeed, claim }) => [
            `\`${id}\``,
            `${number} of ${seeds}`,
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

function count(claims) {
  return `${claims.filter(({ holds }) => holds).length} of ${claims.length}`
}

function held(claims) {
  return `${count(claims)} claims hold`
}

function share(claims) {
  return `${((100 * claims.filter(({ holds }) => holds).length) / claims.length).toFixed(1)} %`
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
