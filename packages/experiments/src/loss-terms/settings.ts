import type { CatalogEntry } from '../vocabulary/settings.js'

export const lossTermsSettings: CatalogEntry = {
  id: 'loss-terms',
  title: 'The loss taken apart: benefit, interference, active features',
  section: '§4 Mathematical understanding',
  presets: {
    quick: 'five features in two dimensions at four probabilities, and with exactly one active, 16 restarts each',
    paper: '32 restarts each, 10,000 steps of 1,024 samples',
  },
}
