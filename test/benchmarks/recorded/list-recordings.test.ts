import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { listRecordings } from '../../../benchmarks/recorded/list-recordings.ts'

describe('benchmarks/recorded/list-recordings', () => {
  let dir: string
  beforeEach(() => void (dir = mkdtempSync(path.join(tmpdir(), 'recordings-'))))
  afterEach(() => rmSync(dir, { recursive: true }))

  function put(...parts: readonly string[]): void {
    const file = path.join(dir, ...parts)
    mkdirSync(path.dirname(file), { recursive: true })
    writeFileSync(file, '{}')
  }

  function named(): readonly string[] {
    return listRecordings(dir).map(({ set, case: id, form }) => [set, id, form].join(' '))
  }

  it('takes each folder inside of cases/ at any depth, with the name of the set around it', () => {
    put('two', 'cases', 'b', 'nodes.json')
    put('two', 'cases', 'a', 'pods.yaml')
    put('deep', 'one', 'cases', 'c', 'case.json')

    expect(named()).toEqual(['one c ', 'two a ', 'two b '])
  })

  it('takes the folders of a case that is no recording itself, by their form', () => {
    put('town', 'cases', 'a', 'lists', 'pods.yaml')
    put('town', 'cases', 'a', 'dump', 'nodes.json')

    expect(named()).toEqual(['town a dump', 'town a lists'])
  })

  it('leaves files beside cases/ and inside of it alone', () => {
    put('town', 'truth.json')
    put('town', 'cases', 'README')
    put('town', 'cases', 'a', 'pods.yaml')

    expect(named()).toEqual(['town a '])
  })

  it('says that there is no case', () => {
    put('town', 'truth.json')

    expect(() => listRecordings(dir)).toThrow(/there are no cases/)
  })
})
