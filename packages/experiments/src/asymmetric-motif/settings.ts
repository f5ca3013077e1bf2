import type { CatalogEntry } from '../vocabulary/settings.js'

export const asymmetricMotifSettings: CatalogEntry = {
  id: 'asymmetric-motif',
  title: 'Two features on one neuron, unequally',
  section: '§11 Asymmetric superposition motif',
  presets: {
    quick: 'models of |x| with 20 features and ten neurons at three probabilities, 8 restarts each',
    paper: '32 restarts each, longer training',
  },
}
