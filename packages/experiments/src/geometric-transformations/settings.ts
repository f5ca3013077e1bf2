import type { CatalogEntry } from '../vocabulary/settings.js'

export const geometricTransformationsSettings: CatalogEntry = {
  id: 'geometric-transformations',
  title: 'From lines over triangles to an octahedron',
  section: '§8 Learning dynamics: geometric transformations',
  presets: {
    quick: 'two correlated sets of three in three dimensions, 16 restarts, 80 snapshots of each',
    paper: '64 restarts, five times as many steps of twice the samples, 160 snapshots',
  },
}
