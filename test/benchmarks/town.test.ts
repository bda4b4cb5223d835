import { spawnSync } from 'node:child_process'
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { CASES } from '../../benchmarks/town/cases/index.ts'
import { runTown, chooseCases } from '../../benchmarks/town/run-town.ts'
import { findServers } from '../../benchmarks/town/servers.ts'
import { FORMS } from '../../benchmarks/town/town-case.ts'
import { buildTown, workloadNames } from '../../benchmarks/town/town.ts'
import { buildTruth } from '../../benchmarks/town/truth.ts'

const FIXTURES = path.resolve('test', 'fixtures', 'town')
const MOST_FIXTURE_BYTES = 10_000_000
/** Files a recording of this machine must never hold: its paths, keys and tokens. */
const PRIVATE = /\/(?:root|work|tmp|home)\/|BEGIN [A-Z]|eyJhbGciOi|admin-token/
const REFERENCE = /"(configMap|configMapKeyRef|configMapRef|secretKeyRef)":\{"name":"([^"]+)"/g
const KINDS: Readonly<Record<string, string>> = {
  configMap: 'ConfigMap',
  configMapKeyRef: 'ConfigMap',
  configMapRef: 'ConfigMap',
  secretKeyRef: 'Secret',
}
const ADDRESS = /"http:\/\/([a-z]+)(?:\.([a-z]+))?:8080"/g
const labels = Object.entries(buildTruth(CASES))
const servers = findServers(process.env)
const whyNot = 'missing' in servers ? servers.missing : ''

/** Every file of a recording, one after another. */
function contents(archive: string, pattern = '*'): string {
  const { stdout, status } = spawnSync('tar', ['-xzOf', archive, '--wildcards', pattern], { maxBuffer: 1 << 28 })
  expect(status, `${archive} holds ${pattern}`).toBe(0)
  return String(stdout)
}

describe('benchmarks/town', () => {
  it('holds at least thirty faults and five harmless changes under names of their own', () => {
    const ids = CASES.map(({ id }) => id)

    expect(new Set(ids).size).toBe(ids.length)
    expect(CASES.filter(({ fix }) => fix.length > 0).length).toBeGreaterThanOrEqual(30)
    expect(CASES.filter(({ fix }) => fix.length === 0).length).toBeGreaterThanOrEqual(5)
  })

  it.each(labels.filter(([, { healthy }]) => !healthy))('labels %s so that its own truth is right', (_key, label) => {
    const entities = label.truth.split('; ')

    expect(entities.filter((entity) => /^[a-z_-]+\/[A-Z][A-Za-z]+\/[a-z0-9.-]+$/.test(entity))).toEqual(entities)
    expect(entities.filter((entity) => new RegExp(label.entity ?? '$^').test(entity))).toEqual(entities)
    expect(label.truth).toMatch(new RegExp(label.near ?? '$^'))
    expect(() => new RegExp(label.mechanism ?? '(')).not.toThrow()
  })

  it.each(labels.filter(([, { healthy }]) => healthy))(
    'names nothing in the label of the harmless %s',
    (_key, { entity, mechanism, near }) => {
      expect([entity, mechanism, near]).toEqual([null, null, null])
    },
  )

  it('stands on objects whose references are all there', () => {
    const town = buildTown()
    const names = new Set(town.map(({ kind, metadata }) => `${metadata.namespace ?? ''}/${kind}/${metadata.name}`))
    const programs = town.filter(({ kind }) => ['Deployment', 'StatefulSet', 'DaemonSet'].includes(kind))

    const asked = town.flatMap(({ metadata: { namespace = '' }, ...rest }) => [
      ...(namespace === '' ? [] : [`/Namespace/${namespace}`]),
      ...[...JSON.stringify(rest).matchAll(REFERENCE)].map(([, kind = '', name = '']) => `${namespace}/${KINDS[kind]}/${name}`),
      ...[...JSON.stringify(rest).matchAll(ADDRESS)].map(([, name = '', other]) => `${other ?? namespace}/Service/${name}`),
    ])

    expect(names.size).toBe(town.length)
    expect(programs.length).toBeGreaterThanOrEqual(8)
    expect(workloadNames()).toHaveLength(programs.length)
    expect(asked.length).toBeGreaterThan(30)
    expect(asked.filter((name) => !names.has(name))).toEqual([])
  })

  it('refuses a case that it does not know and names those it knows', () => {
    expect(() => chooseCases('selector-wrong,flood')).toThrow('there is no case flood')
    expect(chooseCases('selector-wrong').map(({ id }) => id)).toEqual(['selector-wrong'])
  })

  it('says in one sentence what is missing where there are no servers', () => {
    const env = { ...process.env, FIRSTCAUSE_SHARED: path.join(tmpdir(), 'nothing-here') }
    const { status, stderr } = spawnSync(process.execPath, ['benchmarks/main.ts', 'town', '--out', tmpdir()], { env, encoding: 'utf8' })

    expect(status).toBe(3)
    expect(stderr).toBe(
      'No town was recorded: the script servers/kubernetes is not here; set FIRSTCAUSE_SHARED to the folder that holds servers/.\n',
    )
  })

  it('keeps recordings of every case in both forms, labelled, small and without a trace of the machine', () => {
    const ids = readdirSync(path.join(FIXTURES, 'cases'))
    const archives = ids.flatMap((id) => FORMS.map((form) => path.join(FIXTURES, 'cases', id, form, 'recording.tar.gz')))

    expect(ids.toSorted()).toEqual(CASES.map(({ id }) => id).toSorted())
    expect(JSON.parse(readFileSync(path.join(FIXTURES, 'truth.json'), 'utf8'))).toEqual(buildTruth(CASES))
    expect(archives.reduce((sum, file) => sum + statSync(file).size, 0)).toBeLessThan(MOST_FIXTURE_BYTES)
    expect(archives.flatMap((file) => contents(file).match(PRIVATE)?.[0] ?? [])).toEqual([])
  })
})

describe.skipIf(whyNot !== '')(`benchmarks/town on a real Kubernetes${whyNot && ` (skipped: ${whyNot})`}`, () => {
  let out = ''
  beforeAll(() => void (out = mkdtempSync(path.join(tmpdir(), 'town-test-'))))
  afterAll(() => rmSync(out, { recursive: true, force: true }))

  // One test for three faults, so that their clusters run side by side.
  it('records three faults with the words of the kubelet and the programs', async () => {
    if ('missing' in servers) return
    const cases = chooseCases('selector-wrong,image-missing,configmap-missing')

    const problems = await runTown(servers, { out, cases, atOnce: 3, pace: { calmSeconds: 3, afterSeconds: 15 }, onCase: () => undefined })

    expect([...problems]).toEqual([])
    const recording = (id: string, form: string) => path.join(out, 'cases', id, form, 'recording.tar.gz')
    expect(contents(recording('image-missing', 'dump'), '*/skerry/events.json')).toContain('fares:4.3.0-missing: not found')
    expect(contents(recording('configmap-missing', 'lists'), '*/events.txt')).toContain('configmap "berth-rules" not found')
    expect(contents(recording('selector-wrong', 'dump'), '*/skerry/passage-*/logs.txt')).toMatch(
      /http:\/\/fares:8080\/quote.*connection refused/,
    )
    expect(contents(recording('selector-wrong', 'lists'), '*/services.yaml')).toContain('app: fare\n')
    expect(readdirSync(path.join(out, 'cases')).toSorted()).toEqual(['configmap-missing', 'image-missing', 'selector-wrong'])
  })
})
