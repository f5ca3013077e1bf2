import fc from 'fast-check'
import { describe, expect, test } from 'vitest'
import { InvalidFileError } from './invalid-file.js'
import { utf8Text } from './utf8-text.js'

/** Any text without zeros, which are no part of a text file, and without lone surrogates. */
const text = fc.string({ unit: 'binary' }).map((drawn) => drawn.replaceAll('\0', 'x').replaceAll(/\p{Cs}/gu, 'x'))

/** Each character as a whole number of so many bytes. */
function units(drawn: string, bytes: 1 | 2 | 4, littleEndian: boolean): Uint8Array {
  const view = new DataView(new ArrayBuffer(drawn.length * bytes))
  for (let index = 0; index < drawn.length; index++) {
    const code = drawn.charCodeAt(index)
    if (bytes === 1) view.setUint8(index, code)
    else if (bytes === 2) view.setUint16(2 * index, code, littleEndian)
    else view.setUint32(4 * index, code, littleEndian)
  }
  return new Uint8Array(view.buffer)
}

test('UTF-8 gives its text, with or without a byte order mark', () => {
  fc.assert(
    fc.property(text, fc.boolean(), (drawn, marked) => {
      const written = drawn.replace(/^\uFEFF+/, '')
      expect(utf8Text(new TextEncoder().encode(`${marked ? '\uFEFF' : ''}${written}`), 'f')).toBe(written)
    }),
  )
})

describe('another encoding is refused, never read as something else', () => {
  const ascii = fc.string({ minLength: 1 })
  const encodings: readonly [name: string, encode: (drawn: string) => Uint8Array][] = [
    ['UTF-16, little end first', (drawn) => units(drawn, 2, true)],
    ['UTF-16, little end first, marked', (drawn) => units(`\uFEFF${drawn}`, 2, true)],
    ['UTF-16, big end first', (drawn) => units(drawn, 2, false)],
    ['UTF-16, big end first, marked', (drawn) => units(`\uFEFF${drawn}`, 2, false)],
    ['UTF-32, little end first, marked', (drawn) => units(`\uFEFF${drawn}`, 4, true)],
    ['UTF-32, big end first, marked', (drawn) => units(`\uFEFF${drawn}`, 4, false)],
    ['Latin-1 with an umlaut', (drawn) => units(`${drawn}ü `, 1, true)],
  ]
  test.each(encodings)('%s', (_, encode) => {
    fc.assert(
      fc.property(ascii, (drawn) => {
        const read = (): string => utf8Text(encode(drawn), 'spec.yaml')
        expect(read).toThrow(InvalidFileError)
        expect(read).toThrow(/^spec\.yaml: invalid encoding: .*; expected UTF-8 text$/)
      }),
    )
  })
})
