import type { CatalogEntry } from '../vocabulary/settings.js'

export const demonstrationSettings: CatalogEntry = {
  id: 'demonstration',
  title: 'More features than dimensions, against the linear model',
  section: '§3 Demonstrating superposition',
  presets: {
    quick: '20 features in 5 dimensions, linear models at three probabilities and ReLU models at four, 8 restarts each',
    paper: 'adds all seven probabilities, and 80 features in 20 dimensions',
  },
}
