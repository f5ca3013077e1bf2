/**
 * The descriptive fields of all package.json files, from one place: description and keywords of each package are written here,
 * the rest is the same everywhere. The address of the repository is the field `repository` of the root's package.json; while it
 * is empty, no package names one.
 *
 *     node scripts/manifests.mjs           # writes
 *     node scripts/manifests.mjs --check   # fails when a manifest does not agree
 */
import { readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'

const root = join(dirname(fileURLToPath(import.meta.url)), '..')

const shared = {
  keywords: ['superposition', 'toy-models', 'interpretability'],
  license: 'MIT',
  author: 'Digon contributors',
}

/** @type {Readonly<Record<string, { description: string, keywords: readonly string[] }>>} */
const packages = {
  'packages/matrix': {
    description: 'A plain record for matrices, with checks of shapes.',
    keywords: ['matrix', 'typed-array'],
  },
  'packages/messages': {
    description: 'How input errors are worded: what was found, where, and what would be right.',
    keywords: ['errors', 'validation', 'did-you-mean'],
  },
  'packages/data': {
    description: 'Counter-based random numbers, feature laws and sparse batches for superposition experiments.',
    keywords: ['philox', 'random', 'counter-based', 'sparse', 'sampling'],
  },
  'packages/theory': {
    description: 'What the mathematics of superposition predicts, without training.',
    keywords: ['closed-form', 'phase-diagram', 'thomson-problem'],
  },
  'packages/metrics': {
    description: 'What trained weights show: norms, interference, dimensionality, shapes, neurons.',
    keywords: ['feature-dimensionality', 'interference', 'polytope'],
  },
  'packages/model': {
    description: 'Ensembles of toy models, the train loop, the contract of backends and a float64 reference.',
    keywords: ['autoencoder', 'ensemble', 'training', 'optimizer', 'backend'],
  },
  'packages/plot': {
    description: 'Figures of superposition as Vega-Lite specifications, drawn as SVG and PNG.',
    keywords: ['vega-lite', 'visualization', 'figure', 'svg'],
  },
  'packages/backend-wasm': {
    description: 'A fused WebAssembly SIMD engine: whole training steps, sampling included, inside one module.',
    keywords: ['webassembly', 'simd', 'training', 'backend'],
  },
  'packages/backend-webgpu': {
    description: 'A fused WebGPU engine: whole training steps of all members in WGSL, sampling included.',
    keywords: ['webgpu', 'wgsl', 'gpu', 'training', 'backend'],
  },
  'packages/backend-tfjs': {
    description: 'The general engine: any ensemble on the devices of tfjs, custom models by automatic differentiation.',
    keywords: ['tensorflow', 'tfjs', 'automatic-differentiation', 'training', 'backend'],
  },
  'packages/formats': {
    description: 'Reading and writing safetensors, npz, Parquet histories and YAML specs, as bytes and text.',
    keywords: ['safetensors', 'npz', 'parquet', 'yaml'],
  },
  'packages/dictionaries': {
    description: 'Sparse autoencoders on known features and on hidden activations: training, encoding, scores.',
    keywords: ['sparse-autoencoder', 'dictionary-learning', 'matryoshka'],
  },
  'packages/experiments': {
    description: 'The experiments of "Toy Models of Superposition" as data, with claims that are judged.',
    keywords: ['reproduction', 'experiment', 'claims'],
  },
  'packages/runs': {
    description: 'Run folders on disk: written atomically, hashed, resumable, shared by several processes.',
    keywords: ['experiment-tracking', 'reproducibility', 'checkpoint'],
  },
  'packages/sweeps': {
    description: 'Sweeps: plans of thousands of models as training tasks, with their results as one table.',
    keywords: ['sweep', 'grid-search', 'phase-diagram', 'parquet'],
  },
  'apps/cli': {
    description: 'The laboratory for superposition at the command line: train, reproduce, measure, plot.',
    keywords: ['cli', 'reproduction', 'training'],
  },
  'apps/viewer': {
    description: 'The laboratory for superposition in a browser.',
    keywords: ['visualization', 'browser'],
  },
}

/**
 * The manifest as it should be: the same fields, with the descriptive ones in their place behind the name.
 *
 * @param {Record<string, unknown>} manifest what is in the package.json.
 * @param {string} folder from the root, with slashes: `packages/data`.
 * @param {string} repository the https address of the repository, without an ending; empty: not decided.
 * @returns {Record<string, unknown>}
 */
export function completeManifest(manifest, folder, repository) {
  const own = packages[folder]
  if (own === undefined)
    throw new Error(`${folder} is not in scripts/manifests.mjs; give it a description and keywords`)
  const { name, version, private: isPrivate, ...rest } = manifest
  for (const field of ['description', 'keywords', 'homepage', 'bugs', 'repository', 'license', 'author'])
    delete rest[field]
  return {
    name,
    ...(version !== undefined && { version }),
    ...(isPrivate !== undefined && { private: isPrivate }),
    description: own.description,
    keywords: [...shared.keywords, ...own.keywords],
    ...addresses(folder, repository),
    license: shared.license,
    author: shared.author,
    ...rest,
  }
}

function addresses(folder, repository) {
  if (repository === '') return {}
  if (!/^https:\/\/[^\s/]+\/\S*[^\s/]$/.test(repository) || repository.endsWith('.git')) {
    throw new Error(
      `invalid repository in package.json: ${repository}; expected an address such as https://github.com/owner/name`,
    )
  }
  return {
    homepage: `${repository}/tree/main/${folder}#readme`,
    bugs: { url: `${repository}/issues` },
    repository: { type: 'git', url: `git+${repository}.git`, directory: folder },
  }
}

/** Every manifest of a package or an app: where it is, its text, and the text that it should have. */
export function manifests() {
  const { repository } = JSON.parse(readFileSync(join(root, 'package.json'), 'utf8'))
  const folders = ['packages', 'apps'].flatMap((part) => readdirSync(join(root, part)).map((name) => `${part}/${name}`))
  return folders.map((folder) => {
    const path = join(root, folder, 'package.json')
    const text = readFileSync(path, 'utf8')
    const complete = completeManifest(JSON.parse(text), folder, repository)
    return { folder, path, text, expected: `${JSON.stringify(complete, null, 2)}\n` }
  })
}

if (process.argv[1] === fileURLToPath(import.meta.url)) {
  const stale = manifests().filter(({ text, expected }) => text !== expected)
  const check = process.argv.includes('--check')
  for (const { folder, path, expected } of stale) {
    if (!check) writeFileSync(path, expected)
    console.error(`${folder}/package.json: ${check ? 'does not agree with scripts/manifests.mjs' : 'written'}`)
  }
  if (check && stale.length > 0) process.exit(1)
}
