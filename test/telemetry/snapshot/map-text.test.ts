import { describe, expect, it } from 'vitest'
import { parseMap } from '../../../src/telemetry/snapshot/map-text.ts'

describe('telemetry/snapshot/map-text', () => {
  it.each([
    [`{'a': 'b', 'c.d': "it's"}`, { a: 'b', 'c.d': "it's" }],
    [`{'line': 'one\\ntwo \\x41\\u00e9 \\'q\\''}`, { line: "one\ntwo Aé 'q'" }],
    ['{"a": "b", "n": 7}', { a: 'b', n: '7' }],
    ['map[k8s.pod.name:orders-1 note:two words]', { 'k8s.pod.name': 'orders-1', note: 'two words' }],
    [`{'a': 'b', 'cut': 'of`, { a: 'b' }],
    ['{}', {}],
    ['', {}],
  ])('reads %s', (cell, map) => {
    expect(parseMap(cell)).toMatchObject(map)
    expect(Object.keys(parseMap(cell))).toEqual(expect.arrayContaining(Object.keys(map)))
  })
})
