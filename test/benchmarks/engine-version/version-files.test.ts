import { copyFileSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterEach, beforeEach, describe, expect, it } from 'vitest'
import { versionOf, type VersionAnswer } from '../../../benchmarks/engine-version/answers.ts'
import { nameOf, VERSION_INCIDENTS } from '../../../benchmarks/engine-version/incidents.ts'
import { answersOn, PLACES, staleness, writeVersion, type VersionPlaces } from '../../../benchmarks/engine-version/version-files.ts'
import { FAULT_KINDS } from '../../../src/drills/faults/index.ts'
import { clusterDump } from '../../support/recorded-folders.ts'

const ANSWER: VersionAnswer = {
  incident: 'image_missing',
  outcome: 'diagnosis',
  causes: [{ entity: 'shop/Deployment/orders', mechanism: 'image_pull_failed', confidence: 0.98, why: ['trace_stated 1.000×0.511'] }],
  rivals: [],
}

describe('benchmarks/engine-version/version-files', () => {
  let folder: string
  let places: VersionPlaces
  beforeEach(() => {
    folder = mkdtempSync(path.join(tmpdir(), 'engine-version-'))
    places = {
      module: path.join(folder, 'engine-version.ts'),
      answers: path.join(folder, 'answers.jsonl'),
      evidence: path.join(folder, 'evidence'),
    }
  })
  afterEach(() => rmSync(folder, { recursive: true, force: true }))

  it('is content with what it wrote, and has a version of its own for every answer', () => {
    const version = writeVersion([ANSWER], places)

    expect(staleness([ANSWER], places)).toBeNull()
    expect(readFileSync(places.module, 'utf8')).toContain(`export const ENGINE_VERSION = '${version}'`)
    expect(versionOf([{ ...ANSWER, causes: [] }])).not.toBe(version)
  })

  it('says which answers changed and what to run', () => {
    writeVersion([ANSWER, { ...ANSWER, incident: 'node_down' }], places)
    const [cause] = ANSWER.causes
    if (cause === undefined) throw new Error('no cause')

    const changed = [ANSWER, { ...ANSWER, incident: 'node_down', causes: [{ ...cause, confidence: 0.97 }] }]

    expect(staleness(changed, places)).toBe(
      'The engine\'s answers changed (node_down): run "npm run engine-version", look at the difference it makes, and commit it.',
    )
  })

  it('says so when the written version is another one, or none', () => {
    expect(staleness([], places)).toContain('run "npm run engine-version"')

    writeVersion([ANSWER], places)
    writeFileSync(places.module, readFileSync(places.module, 'utf8').replace(/'[0-9a-f]+'/, "'000000000000'"))

    expect(staleness([ANSWER], places)).toContain('The weights, the set or the written version changed')
  })

  it('answers a kept drill and a recorded folder alike, each time the same', async () => {
    mkdirSync(places.evidence)
    copyFileSync(path.join(PLACES.evidence, 'scaled_to_zero.json.br'), path.join(places.evidence, 'scaled_to_zero.json.br'))
    clusterDump(path.join(folder, 'dump'))
    const incidents = [{ drill: 'scaled_to_zero' }, { folder: path.join(folder, 'dump') }]

    const [first, again] = [await answersOn(places.evidence, incidents), await answersOn(places.evidence, incidents)]

    expect(first.map(({ causes }) => causes.length > 0)).toEqual([true, true])
    expect(first[0]?.causes[0]?.mechanism).toBe('scaled_to_zero')
    expect(again).toEqual(first)
  })

  it('asks for a recording of a drill that has none', async () => {
    await expect(answersOn(places.evidence, [{ drill: 'image_missing' }])).rejects.toMatchObject({
      code: 'usage_wrong',
      remedy: 'Run "npm run engine-version -- record" and commit what it writes.',
    })
  })
})

describe('benchmarks/engine-version/incidents', () => {
  it('names kinds of drills that exist, each incident once', () => {
    const kinds = new Set(FAULT_KINDS.map(({ name }) => name))

    expect(VERSION_INCIDENTS.filter((incident) => 'drill' in incident && !kinds.has(incident.drill))).toEqual([])
    expect(new Set(VERSION_INCIDENTS.map(nameOf)).size).toBe(VERSION_INCIDENTS.length)
  })
})
