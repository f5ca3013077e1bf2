/**
 * Engines, experiments and faults from modules: what they throw is told as theirs, with the module's name, and never as a bug of
 * this program.
 */

/** A function of a module from outside failed. */
export class OutsideCodeError extends Error {
  override readonly name = 'OutsideCodeError'
  readonly category = 'input'
  /**
   * @param module as it was named on the command line.
   * @param call the function that failed, for example `advance`.
   */
  constructor(
    readonly module: string,
    readonly call: string,
    cause: unknown,
  ) {
    const reason = cause instanceof Error ? cause.message || cause.name : String(cause)
    const stack = process.env.DIGON_DEBUG && cause instanceof Error ? `\n${cause.stack}` : ''
    super(`${module}: ${call} failed: ${reason}; the fault is in this module, DIGON_DEBUG=1 shows where${stack}`, {
      cause,
    })
  }
}

/**
 * The same object; a function of it that throws, or whose promise rejects, does so with an `OutsideCodeError`. Errors that
 * say themselves what can be done about them (`category`), and the reason of an aborted signal, pass as they are.
 */
export function fromOutside<Outside extends object>(module: string, outside: Outside): Outside {
  return new Proxy(outside, {
    get(target, key) {
      const value: unknown = Reflect.get(target, key)
      if (typeof value !== 'function' || typeof key !== 'string') return value
      return (...given: unknown[]) => guarded(module, key, given, () => Reflect.apply(value, target, given))
    },
  })
}

function guarded(module: string, call: string, given: readonly unknown[], run: () => unknown): unknown {
  const told = (error: unknown): unknown =>
    saysItself(error) || isAbort(error, given) ? error : new OutsideCodeError(module, call, error)
  try {
    const result = run()
    if (!(result instanceof Promise)) return result
    return result.catch((error: unknown) => {
      throw told(error)
    })
  } catch (error) {
    throw told(error)
  }
}

function saysItself(error: unknown): boolean {
  return error instanceof Error && typeof (error as { readonly category?: unknown }).category === 'string'
}

/** Whether it is the reason of a signal that the function was given, as an argument or as `signal` of its options. */
function isAbort(error: unknown, given: readonly unknown[]): boolean {
  return given
    .map((each) => (each instanceof AbortSignal ? each : (each as { signal?: unknown } | null | undefined)?.signal))
    .some((signal) => signal instanceof AbortSignal && signal.aborted && signal.reason === error)
}
