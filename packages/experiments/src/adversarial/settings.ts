import type { CatalogEntry } from '../vocabulary/settings.js'

export const adversarialSettings: CatalogEntry = {
  id: 'adversarial',
  title: 'Superposition makes models easy to attack',
  section: '§9 Adversarial vulnerability',
  presets: {
    quick: '60 features in 8 dimensions at nine probabilities, 3 restarts each',
    paper: '200 features in 20 dimensions, the same probabilities and restarts',
  },
}
