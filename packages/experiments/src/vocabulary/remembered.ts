/** Pure functions that take seconds: exact optima depend on no training, so they are computed once. */

/** The function with its results kept by the JSON of its argument. */
export function remembered<Argument, Result>(compute: (argument: Argument) => Result): (argument: Argument) => Result {
  const known = new Map<string, Result>()
  return (argument) => {
    const key = JSON.stringify(argument)
    if (!known.has(key)) known.set(key, compute(argument))
    return known.get(key)!
  }
}
