/** The worker of the page that opens files: whatever a file does to its reader, the page stays. */
import { expose } from 'comlink'
import '../../site/no-eval.js'
import { createOpeningService } from './opening-service.js'

expose({ ...createOpeningService(), ping: async () => undefined })
