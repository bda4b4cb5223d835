import { describe, expect, it } from 'vitest'
import { contentOf } from '../../../src/telemetry/kubernetes-dump/content.ts'
import { scanJson } from '../../../src/telemetry/kubernetes-dump/json-documents.ts'
import { splitYaml } from '../../../src/telemetry/kubernetes-dump/yaml-documents.ts'

describe('telemetry/kubernetes-dump/json-documents', () => {
  const items = (text: string) => scanJson(text).documents.map(({ text: part, item }) => [item, JSON.parse(part) as unknown])

  it('takes the items of a list apart and gives the list without them', () => {
    expect(items('{"kind":"PodList","items":[{"a":1},{"b":[{"c":2}]}],"metadata":{}}')).toEqual([
      [1, { a: 1 }],
      [2, { b: [{ c: 2 }] }],
      [0, { kind: 'PodList', items: [], metadata: {} }],
    ])
  })

  it('takes values that stand one behind the other, and a bare array as a list', () => {
    expect(items('{"kind":"A"}\n[{"x":1}]\n{"kind":"B"}')).toEqual([
      [null, { kind: 'A' }],
      [1, { x: 1 }],
      [null, { kind: 'B' }],
    ])
  })

  it('is not led astray by brackets and quotes inside of strings', () => {
    expect(items(String.raw`{"items":[{"a":"}]\"{["},{"b":"\\"}]}`)).toEqual([
      [1, { a: '}]"{[' }],
      [2, { b: '\\' }],
      [0, { items: [] }],
    ])
  })

  it('leaves an object that has no list of items whole, also where a value is named so deeper inside', () => {
    expect(items('{"kind":"ConfigMap","data":{"items":[1,{"z":1}]}}')).toEqual([
      [null, { kind: 'ConfigMap', data: { items: [1, { z: 1 }] } }],
    ])
    expect(items('{"items":null,"kind":"PodList"}')).toEqual([[null, { items: null, kind: 'PodList' }]])
  })

  it('keeps what is whole of a text that ends in the middle', () => {
    const text = '{"kind":"PodList","items":[{"a":1},{"b":2},{"c":'

    expect(items(text)).toEqual([
      [1, { a: 1 }],
      [2, { b: 2 }],
      [0, { kind: 'PodList', items: [] }],
    ])
    expect(scanJson(text).isCut).toBe(true)
  })

  it('ends where no JSON value begins', () => {
    expect(scanJson('{"kind":"A"}\n==== START logs')).toMatchObject({ end: 12, isCut: false })
  })
})

describe('telemetry/kubernetes-dump/yaml-documents', () => {
  it('takes the items of a list apart, each a document of its own', () => {
    const text =
      'apiVersion: v1\nitems:\n- apiVersion: v1\n  kind: Pod\n  spec:\n    list:\n    - a\n- kind: Service\nkind: List\nmetadata:\n  resourceVersion: ""\n'

    expect(splitYaml(text)).toEqual([
      { text: '  apiVersion: v1\n  kind: Pod\n  spec:\n    list:\n    - a', item: 1 },
      { text: '  kind: Service', item: 2 },
      { text: 'apiVersion: v1\nitems: []\nkind: List\nmetadata:\n  resourceVersion: ""\n', item: 0 },
    ])
  })

  it('takes several documents, and leaves empty ones out', () => {
    expect(splitYaml('---\nkind: A\n---\n# nothing\n---\nkind: B').map(({ text }) => text.trim())).toEqual(['kind: A', 'kind: B'])
  })
})

describe('telemetry/kubernetes-dump/content', () => {
  it.each([
    ['{"kind": "PodList", "items": []}', 'a.json', 'json'],
    ['apiVersion: v1\nitems:\n', 'x', 'yaml'],
    ['==== START logs for container a of pod b/c ====', 'dump', 'sections'],
    ['Name:             orders-1\nNamespace:        shop\n', 'x.txt', 'describe'],
    ['LAST SEEN   TYPE      REASON   OBJECT   MESSAGE\n', 'x.txt', 'event_table'],
    ['NAME       READY   STATUS\norders-1   1/1     Running\n', 'x.txt', 'table'],
    ['{"level":"info","msg":"started"}\n', 'logs/orders.log', 'log'],
    ['{"level":"info","msg":"started"}\n', 'notes', 'other'],
    ['2026-05-27T14:00:00.1Z started', 'orders.txt', 'log'],
    ['# How this was made', 'README', 'other'],
    ['', 'orders.log', 'other'],
  ])('tells %j in %s by its content: %s', (head, name, content) => {
    expect(contentOf(head, name)).toBe(content)
  })
})
