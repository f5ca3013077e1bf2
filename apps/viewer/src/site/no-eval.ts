/**
 * Keeps Zod from trying out whether `eval` is allowed: the site's policy says that it is not, and browsers report each attempt in the
 * console. Imported by every program of the site, pages and workers, as each has a Zod of its own.
 */
import { config } from 'zod/v4/core'

config({ jitless: true })
