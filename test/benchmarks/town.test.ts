import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { BUSINESSES, chooseBusiness } from '../../benchmarks/town/choose-business.ts'
import { chooseCases } from '../../benchmarks/town/choose-cases.ts'
import { HARBOUR } from '../../benchmarks/town/harbour/harbour.ts'
import { workloadNames } from '../../benchmarks/town/objects.ts'
import { PRESS } from '../../benchmarks/town/press/press.ts'
import { recordTown } from '../../benchmarks/town/run-town.ts'
import { findServers } from '../../benchmarks/town/servers.ts'
import { FORMS } from '../../benchmarks/town/town-case.ts'
import { buildTruth } from '../../benchmarks/town/truth.ts'

/** Where the recordings of each business stand; those of a business that is not named stand elsewhere. */
const FIXTURES: Readonly<Record<string, string>> = { harbour: 'town', press: 'press', assay: 'assay' }
/** Of all businesses together. */
const MOST_FIXTURE_BYTES = 15_000_000
/** Files a recording of this machine must never hold: its paths, keys and tokens. */
const PRIVATE = /\/(?:root|work|tmp|home)\/|BEGIN [A-Z]|eyJhbGciOi|admin-token/
const REFERENCE = /"(configMap|configMapKeyRef|configMapRef|secret|secretKeyRef|secretRef)":\{"(?:name|secretName)":"([^"]+)"/g
/** A value that is an address and nothing more; in an argument its name stands before it. */
const ADDRESS = /"(?:--url=)?http:\/\/([a-z-]+)(?:\.([a-z-]+))?(?::\d+)?"/g
/** A host outside of the cluster: it has no object, so that what is near it is another thing. */
const OUTSIDE = /^[a-z0-9]+(?:\.[a-z]+)+$/
/** `scope/Kind/name`, or a host outside of the cluster. */
const ENTITY = new RegExp(`^[a-z_-]+/[A-Z][A-Za-z]+/[a-z0-9.-]+$|${OUTSIDE.source}`)
const RECORDED = BUSINESSES.filter(({ name }) => FIXTURES[name] !== undefined)
const servers = findServers(process.env)
const whyNot = 'missing' in servers ? servers.missing : ''

/** Every file of a recording, one after another. */
function contents(archive: string, pattern = '*'): string {
  const { stdout, status } = spawnSync('tar', ['-xzOf', archive, '--wildcards', pattern], { maxBuffer: 1 << 28 })
  expect(status, `${archive} holds ${pattern}`).toBe(0)
  return String(stdout)
}

function casesOf(name: string): string {
  return path.join('test', 'fixtures', FIXTURES[name] ?? '', 'cases')
}

function archivesOf(name: string, { cases }: { readonly cases: readonly { readonly id: string }[] }): readonly string[] {
  return cases.flatMap(({ id }) => FORMS.map((form) => path.join(casesOf(name), id, form, 'recording.tar.gz')))
}

describe.each(BUSINESSES)('benchmarks/town/$name', ({ cases, objects }) => {
  const labels = Object.entries(buildTruth(cases))

  it('holds at least thirty faults and five harmless changes under names of their own', () => {
    const ids = cases.map(({ id }) => id)

    expect(new Set(ids).size).toBe(ids.length)
    expect(cases.filter(({ fix }) => fix.length > 0).length).toBeGreaterThanOrEqual(30)
    expect(cases.filter(({ fix }) => fix.length === 0).length).toBeGreaterThanOrEqual(5)
  })

  it.each(labels.filter(([, { healthy }]) => !healthy))('labels %s so that its own truth is right', (_key, label) => {
    const entities = label.truth.split('; ')
    const near = new RegExp(label.near ?? '$^')

    expect(entities.filter((entity) => ENTITY.test(entity))).toEqual(entities)
    expect(entities.filter((entity) => new RegExp(label.entity ?? '$^').test(entity))).toEqual(entities)
    expect(entities.filter((entity) => near.test(entity) || entities.every((one) => OUTSIDE.test(one)))).not.toEqual([])
    expect(() => new RegExp(label.mechanism ?? '(')).not.toThrow()
  })

  it.each(labels.filter(([, { healthy }]) => healthy))(
    'names nothing in the label of the harmless %s',
    (_key, { entity, mechanism, near }) => {
      expect([entity, mechanism, near]).toEqual([null, null, null])
    },
  )

  it('stands on objects whose references are all there', () => {
    const names = new Set(objects.map(({ kind, metadata }) => `${metadata.namespace ?? ''}/${kind}/${metadata.name}`))

    const asked = objects.flatMap(({ metadata: { namespace = '' }, ...rest }) => [
      ...(namespace === '' ? [] : [`/Namespace/${namespace}`]),
      ...[...JSON.stringify(rest).matchAll(REFERENCE)].map(
        ([, kind = '', name = '']) => `${namespace}/${kind.startsWith('secret') ? 'Secret' : 'ConfigMap'}/${name}`,
      ),
      ...[...JSON.stringify(rest).matchAll(ADDRESS)].map(([, name = '', other]) => `${other ?? namespace}/Service/${name}`),
    ])

    expect(names.size).toBe(objects.length)
    expect(workloadNames(objects).length).toBeGreaterThanOrEqual(8)
    expect(asked.length).toBeGreaterThan(30)
    expect(asked.filter((name) => !names.has(name))).toEqual([])
  })
})

describe.each(RECORDED)('benchmarks/town/$name', ({ name, cases }) => {
  it('keeps recordings of every case in both forms, labelled and without a trace of the machine', () => {
    const truth: unknown = JSON.parse(readFileSync(path.join(casesOf(name), '..', 'truth.json'), 'utf8'))

    expect(readdirSync(casesOf(name)).toSorted()).toEqual(cases.map(({ id }) => id).toSorted())
    expect(truth).toEqual(buildTruth(cases))
    expect(archivesOf(name, { cases }).flatMap((file) => contents(file).match(PRIVATE)?.[0] ?? [])).toEqual([])
  })
})

describe('benchmarks/town', () => {
  it('keeps the recordings of all businesses small', () => {
    const sizes = RECORDED.flatMap((one) => archivesOf(one.name, one).map((file) => statSync(file).size))

    expect(sizes.reduce((sum, size) => sum + size, 0)).toBeLessThan(MOST_FIXTURE_BYTES)
  })

  it('refuses a case that a business does not know and names those it knows', () => {
    expect(() => chooseCases(HARBOUR.cases, 'selector-wrong,flood')).toThrow('there is no case flood')
    expect(() => chooseCases(PRESS.cases, 'selector-wrong')).toThrow('there is no case selector-wrong')
    expect(chooseCases(HARBOUR.cases, 'selector-wrong').map(({ id }) => id)).toEqual(['selector-wrong'])
  })

  it('refuses a business that it does not know and names those it knows', () => {
    const args = ['benchmarks/main.ts', 'town', '--business', 'harbor', '--out', tmpdir()]
    const { status, stderr } = spawnSync(process.execPath, args, { encoding: 'utf8' })

    expect(chooseBusiness('press')).toBe(PRESS)
    expect(status).toBe(1)
    expect(stderr).toContain('there is no business harbor')
    expect(stderr).toContain('The businesses are: harbour, press, assay')
  })

  it('says in one sentence what is missing where there are no servers', () => {
    const env = { ...process.env, FIRSTCAUSE_SHARED: path.join(tmpdir(), 'nothing-here') }
    const { status, stderr } = spawnSync(process.execPath, ['benchmarks/main.ts', 'town', '--out', tmpdir()], { env, encoding: 'utf8' })

    expect(status).toBe(3)
    expect(stderr).toBe(
      'No town was made: the script servers/kubernetes is not here; set FIRSTCAUSE_SHARED to the folder that holds servers/.\n',
    )
  })
})

/** Three whole clusters start beside the other tests of a machine with two cores. */
const REAL_CLUSTERS_TIMEOUT_MS = 6 * 60_000

describe.skipIf(whyNot !== '')(`benchmarks/town on a real Kubernetes${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let out = ''
  beforeAll(() => void (out = mkdtempSync(path.join(tmpdir(), 'town-test-'))))
  afterAll(() => rmSync(out, { recursive: true, force: true }))

  // One test for three faults, so that their clusters run side by side.
  it(
    'records three faults with the words of the kubelet and the programs',
    async () => {
      if ('missing' in servers) return
      const cases = chooseCases(HARBOUR.cases, 'selector-wrong,image-missing,configmap-missing')

      const problems = await recordTown(servers, {
        out,
        business: HARBOUR,
        cases,
        atOnce: 3,
        pace: { calmSeconds: 3, afterSeconds: 15 },
        onCase: () => undefined,
      })

      expect([...problems]).toEqual([])
      const recording = (id: string, form: string) => path.join(out, 'cases', id, form, 'recording.tar.gz')
      expect(contents(recording('image-missing', 'dump'), '*/skerry/events.json')).toContain('fares:4.3.0-missing: not found')
      expect(contents(recording('configmap-missing', 'lists'), '*/events.txt')).toContain('configmap "berth-rules" not found')
      expect(contents(recording('selector-wrong', 'dump'), '*/skerry/passage-*/logs.txt')).toMatch(
        /http:\/\/fares:8080\/quote.*connection refused/,
      )
      expect(contents(recording('selector-wrong', 'lists'), '*/services.yaml')).toContain('app: fare\n')
      expect(readdirSync(path.join(out, 'cases')).toSorted()).toEqual(['configmap-missing', 'image-missing', 'selector-wrong'])
    },
    REAL_CLUSTERS_TIMEOUT_MS,
  )
})
