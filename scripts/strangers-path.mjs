/**
 * What somebody does who has an empty folder and our tarballs, nothing of this repository: install, write a program, train, bring
 * an engine, an experiment and weights of their own, and draw figures. Once for each way of installing and each Node.
 */
import { spawnSync } from 'node:child_process'
import { cpSync, existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs'
import { delimiter, dirname, join } from 'node:path'
import { root } from './setup.mjs'

const python = '/usr/bin/python3'
/** A pentagon as PyTorch keeps it: hidden dimensions first, half precision, a transposed view. */
const saveByTorch = `
import math, sys, torch
angles = [2 * math.pi * corner / 5 for corner in range(5)]
rows = torch.tensor([[math.cos(angle), math.sin(angle)] for angle in angles])
torch.save({"encoder.weight": rows.T, "decoder_bias": torch.full((5,), -0.1).half()}, sys.argv[1])
`

/** Saves `own.pt` into the folder by PyTorch; false where this machine has none. */
export function saveOwnWeights(folder) {
  if (!existsSync(python)) return false
  const { status } = spawnSync(python, ['-c', saveByTorch, join(folder, 'own.pt')], { stdio: 'ignore' })
  return status === 0
}

/**
 * @param tarballs `file:` addresses by package name.
 * @param ownWeights a file that PyTorch saved; undefined leaves that part of the path out.
 * @param check runs a program, notes a failure under its title, and returns whether it went well.
 * @param fail notes another failure.
 */
export function walkStrangersPath({ folder, installer, node, tarballs, pnpm, ownWeights, check, fail }) {
  const title = `${installer}, Node ${node.version}`
  mkdirSync(folder)
  const path = { PATH: `${dirname(node.program)}${delimiter}${process.env.PATH}` }
  const run = (subject, command) => check(`${subject} (${title})`, command, folder, path)
  const digon = (...args) => run(`digon ${args[0]}`, [node.program, 'node_modules/digon/bin/digon.js', ...args])
  const draw = (what, figures) => {
    if (!digon('plot', what, '--out', figures) || existsSync(join(folder, figures, 'vectors.svg'))) return
    fail(`digon plot ${what} (${title})`, 'no vectors.svg')
  }
  const overrides = installer === 'npm' ? { overrides: tarballs } : {}
  writeFileSync(join(folder, 'package.json'), JSON.stringify({ private: true, dependencies: tarballs, ...overrides }))
  // Strict about engines: a dependency that refuses this Node is an error.
  writeFileSync(join(folder, '.npmrc'), 'engine-strict=true\n')
  const lines = Object.entries(tarballs).map(([name, file]) => `  "${name}": "${file}"\n`)
  writeFileSync(join(folder, 'pnpm-workspace.yaml'), `packages: []\nengineStrict: true\noverrides:\n${lines.join('')}`)
  const install = {
    npm: ['npm', 'install', '--prefer-offline', '--no-audit', '--no-fund', '--loglevel=error'],
    pnpm: ['npx', '--yes', '--prefer-offline', pnpm, 'install', '--prefer-offline', '--no-frozen-lockfile'],
  }
  if (!run('installing', install[installer])) return
  const example = (...names) => cpSync(join(root, 'examples', ...names), join(folder, names.at(-1)))
  writeFileSync(join(folder, 'first.mjs'), /^```js\n(.*?)^```/ms.exec(readFileSync(join(root, 'README.md'), 'utf8'))[1])
  run("the README's first program", [node.program, 'first.mjs'])
  digon('--version')
  writeFileSync(
    join(folder, 'spec.yaml'),
    'model: { featureCount: 3, hiddenSize: 2 }\nmembers: { seed: 1, data: { probability: 0.5 } }\nsteps: 5\n',
  )
  digon('train', 'spec.yaml', '--out', 'runs/mine')
  example('backend-template', 'engine.mjs')
  digon('train', 'spec.yaml', '--backend', './engine.mjs', '--out', 'runs/own-engine')
  example('experiment', 'antipodal-pairs.mjs')
  digon('reproduce', './antipodal-pairs.mjs', '--out', 'runs/own-experiment')
  draw('runs/mine', 'figures')
  if (ownWeights === undefined) return
  cpSync(ownWeights, join(folder, 'own.pt'))
  digon('analyze', 'own.pt')
  draw('own.pt', 'own-figures')
}
