/** Starts the training worker; the bundler finds its program by this very form of address. */
export function startTrainingWorker(): Worker {
  return new Worker(new URL('./training-worker.ts', import.meta.url), { type: 'module' })
}
