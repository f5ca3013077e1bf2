/**
 * YAML 1.2 and JSON (which is YAML) as plain data that still knows where each value stands in its text. One document of
 * the core schema, with merge keys (`<<`): unknown tags are refused, so are equal keys, deep nesting and aliases that multiply,
 * and a text that says of itself that it is of another version, whose numbers may mean something else (010 was 8).
 */
import { type Problem, problemText } from '@digon/messages'
import {
  type Alias,
  Composer,
  type CST,
  type Document,
  isAlias,
  isCollection,
  isMap,
  isNode,
  isScalar,
  isSeq,
  LineCounter,
  Parser,
  visit,
} from 'yaml'
import { InvalidSpecError } from './invalid-spec.js'
import { firstTooDeep } from './yaml-nesting.js'

/** A value that someone wrote, and its text. */
export interface YamlSource {
  /** The file's name, for messages. */
  readonly file: string
  /** Plain data: objects, lists, strings, numbers, booleans and null. */
  readonly value: unknown
  /**
   * The error that names these problems by line and column. A path that leads nowhere stands for its nearest ancestor;
   * an unknown field is shown at its name, everything else at its value.
   */
  readonly refuse: (problems: readonly Problem[]) => InvalidSpecError
}

const maximumCharacters = 10_000_000
const maximumDepth = 64
const maximumAliases = 1000

/**
 * The value of a YAML or JSON text.
 *
 * @param file the file's name, for messages.
 * @throws {InvalidSpecError} when the text is not one document of YAML 1.2's core schema, says that it is another version's, has a key twice in one mapping,
 * nests deeper than 64, is longer than 10 million characters, or has aliases that would multiply beyond 1,000.
 */
export function readYaml(text: string, file: string): YamlSource {
  const lines = new LineCounter()
  const textProblem = (offset: number, message: string): InvalidSpecError =>
    new InvalidSpecError(file, [{ ...positionOf(lines, offset), path: [], message }])
  if (text.length > maximumCharacters) {
    lines.addNewLine(0)
    throw textProblem(0, `${text.length} characters; expected at most ${maximumCharacters}`)
  }
  const tokens = [...new Parser(lines.addNewLine).parse(text)]
  const tooDeep = firstTooDeep(tokens, maximumDepth)
  if (tooDeep !== undefined) throw textProblem(tooDeep, `nested deeper than ${maximumDepth}`)

  const directive = otherVersion(tokens)
  if (directive !== undefined) throw textProblem(directive.offset, `${directive.source.trim()}; expected YAML 1.2`)

  const options = { version: '1.2', schema: 'core', merge: true, resolveKnownTags: false, stringKeys: true } as const
  const composer = new Composer(options)
  const [document, second] = [...composer.compose(tokens, true, text.length)]
  if (document === undefined) throw textProblem(0, 'empty; expected one document')
  const wrong = [...document.errors, ...document.warnings]
  if (wrong.length > 0) {
    const problems = wrong.map(({ pos, message }) => ({
      ...positionOf(lines, pos[0]),
      path: [],
      message: oneLine(message),
    }))
    throw new InvalidSpecError(file, problems)
  }
  if (second !== undefined) throw textProblem(second.range[0], 'a second document; expected one')

  const refuse = (problems: readonly Problem[]): InvalidSpecError =>
    new InvalidSpecError(
      file,
      problems.map((problem) => ({
        ...positionOf(lines, offsetOf(document, problem)),
        path: problem.path,
        message: problemText(problem, 'file'),
      })),
    )
  return { file, value: plainValue(document, textProblem), refuse }
}

/** The directive by which a text says that it is of another version than 1.2. */
function otherVersion(tokens: readonly CST.Token[]): CST.Directive | undefined {
  return tokens.find((token): token is CST.Directive => {
    return token.type === 'directive' && /^%YAML\b/.test(token.source) && !/^%YAML\s+1\.2\s*(#.*)?$/.test(token.source)
  })
}

function plainValue(document: Document, textProblem: (offset: number, message: string) => InvalidSpecError): unknown {
  try {
    return document.toJS({ maxAliasCount: maximumAliases })
  } catch (cause) {
    // The library's errors here: aliases that multiply, or one without its anchor; merge keys with something to merge that is none.
    if (cause instanceof ReferenceError) throw textProblem(offsetOfAlias(document), oneLine(cause.message))
    const merge = offsetOfMerge(document)
    if (merge === undefined) throw cause
    throw textProblem(merge, 'invalid <<; expected a mapping, an alias of one, or a list of them')
  }
}

/** Where the first alias without an anchor stands, or else the first alias. */
function offsetOfAlias(document: Document): number {
  const aliases: Alias[] = []
  visit(document, {
    Alias(_, alias) {
      aliases.push(alias)
    },
  })
  const alias = aliases.find((candidate) => candidate.resolve(document) === undefined) ?? aliases[0]
  return alias?.range?.[0] ?? 0
}

/** Where the first merge key stands that has something else than mappings to merge. */
function offsetOfMerge(document: Document): number | undefined {
  const resolved = (node: unknown): unknown => (isAlias(node) ? node.resolve(document) : node)
  let offset: number | undefined
  visit(document, {
    Pair(_, { key, value }) {
      if (!isScalar(key) || key.source !== '<<' || offset !== undefined) return
      const source = resolved(value)
      const merged = isSeq(source) ? source.items : [source]
      if (!merged.every((node) => isMap(resolved(node)))) offset = key.range?.[0]
    },
  })
  return offset
}

function positionOf(lines: LineCounter, offset: number): { line: number; column: number } {
  const { line, col } = lines.linePos(offset)
  return { line: Math.max(line, 1), column: Math.max(col, 1) }
}

function offsetOf(document: Document, { path, kind }: Problem): number {
  let node: unknown = document.contents
  let offset = 0
  for (const [depth, part] of path.entries()) {
    if (isAlias(node)) node = node.resolve(document)
    if (isNode(node)) offset = node.range?.[0] ?? offset
    if (!isCollection(node)) return offset
    const isLast = depth === path.length - 1
    if (isLast && kind === 'unknown-field' && isMap(node)) {
      const key = node.items.find((pair) => isScalar(pair.key) && pair.key.value === part)?.key
      return isScalar(key) ? (key.range?.[0] ?? offset) : offset
    }
    node = node.get(part, true)
  }
  return isNode(node) ? (node.range?.[0] ?? offset) : offset
}

function oneLine(message: string): string {
  return message.split('\n')[0]!
}
