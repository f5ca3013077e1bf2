import type { CatalogEntry } from '../vocabulary/settings.js'

export const privilegedBasisSettings: CatalogEntry = {
  id: 'privileged-basis',
  title: 'Neurons that stand for one feature or for several',
  section: '§10 Superposition in a privileged basis',
  presets: {
    quick: 'ten features in five ReLU neurons at six probabilities, 24 to 256 restarts each',
    paper: '100 to 400 restarts each, longer training',
  },
}
