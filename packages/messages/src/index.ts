export { foundJson, foundText } from './found-text.js'
export { nearestName } from './nearest-name.js'
export { type Path, pathText, valueAt } from './path-text.js'
export { type Problem, problemText, unknownField } from './problem.js'
