import type { CatalogEntry } from '../vocabulary/settings.js'

export const notebookSettings: CatalogEntry = {
  id: 'notebook',
  title: 'The official notebook: a hundred features in twenty dimensions',
  section: '§3 Demonstrating superposition: the official notebook',
  presets: {
    quick: 'the four probabilities with published numbers, 3 or 7 restarts each',
    paper: 'all twenty probabilities with the settings of the notebook, 3 restarts each, 16 at .151',
  },
}
