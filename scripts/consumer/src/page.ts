import { useThePackages } from './use.js'

/** The packages in a bundled page; the title says how it went. */
document.title = await useThePackages().then(
  (problems) => (problems.length === 0 ? 'fine' : problems.join('; ')),
  (failure: unknown) => String(failure),
)
