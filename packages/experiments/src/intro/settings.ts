import type { CatalogEntry } from '../vocabulary/settings.js'

export const introSettings: CatalogEntry = {
  id: 'intro',
  title: 'Five features in two dimensions',
  section: '§2 Introduction',
  presets: {
    quick: 'the three panels of the paper with 16 restarts each, nine further probabilities with 8',
    paper: "the same panels with the official notebook's batches, steps and learning rate, 16 restarts each",
  },
}
