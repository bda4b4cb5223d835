import { mkdirSync, mkdtempSync, readdirSync, readFileSync, rmSync, statSync, writeFileSync } from 'node:fs'
import os from 'node:os'
import path from 'node:path'
import { x as unpack } from 'tar'
import { afterAll, beforeAll, describe, expect, it } from 'vitest'
import { parse } from 'yaml'
import { diagnosis as diagnosisSchema, type Diagnosis } from '../../src/domain/diagnosis.ts'
import { firstcause } from '../support/command-line.ts'
import {
  mustGather,
  packFiles,
  supportBundle,
  writeFiles,
  type ClusterContent,
  type KubernetesObject,
} from '../support/kubernetes-bundles.ts'

const TOWN = 'test/fixtures/town/cases'
/** The Deployment's pods ask for a Secret that is not there, recorded on a real Kubernetes. */
const CASE = 'secret-missing'
const LOG_NAME = /^([a-z0-9-]+)_([a-z0-9.-]+)_([a-z0-9-]+?)(\.previous|-previous)?\.log$/

async function investigated(...places: readonly string[]): Promise<Diagnosis> {
  const { stdout } = await firstcause('investigate', '--json', '--snapshot', ...places)
  return diagnosisSchema.parse(JSON.parse(stdout))
}

/** All files below a folder, by their path in it, sorted. */
function filesBelow(dir: string): readonly string[] {
  return (readdirSync(dir, { recursive: true }) as string[]).filter((name) => statSync(path.join(dir, name)).isFile()).toSorted()
}

/** What the saved lists hold, as the tools that make bundles would see it. */
function contentOf(dir: string): ClusterContent {
  const files = filesBelow(dir)
  const objects = files
    .filter((name) => /\.(?:ya?ml|json)$/.test(name))
    .flatMap((name) => (parse(readFileSync(path.join(dir, name), 'utf8')) as { items?: KubernetesObject[] | null }).items ?? [])
  const logs = files.flatMap((name) => {
    const [, namespace, pod, container, previous] = LOG_NAME.exec(path.basename(name)) ?? []
    if (namespace === undefined || pod === undefined || container === undefined) return []
    return [{ namespace, pod, container, text: readFileSync(path.join(dir, name), 'utf8'), isPrevious: previous !== undefined }]
  })
  return { objects, logs }
}

describe('acceptance 55: dumps that people have can be read', () => {
  let dir: string
  const at = (...parts: readonly string[]) => path.join(dir, ...parts)

  beforeAll(async () => {
    dir = mkdtempSync(path.join(os.tmpdir(), 'acceptance-55-'))
    for (const form of ['dump', 'lists']) {
      mkdirSync(at(form))
      await unpack({ file: path.join(TOWN, CASE, form, 'recording.tar.gz'), cwd: at(form) })
    }
    const files = filesBelow(at('dump'))
    const text = [...files.filter((name) => name.endsWith('.json')), ...files.filter((name) => name.endsWith('.txt'))]
    writeFileSync(at('dump.txt'), text.map((name) => `${readFileSync(at('dump', name), 'utf8').trimEnd()}\n`).join(''))
    const content = contentOf(at('lists'))
    for (const [name, layout] of [
      ['must-gather', mustGather(content)],
      ['support-bundle', supportBundle(content)],
    ] as const) {
      writeFiles(at(name), layout)
      writeFileSync(at(`${name}.tar.gz`), packFiles(layout))
    }
  })
  afterAll(() => rmSync(dir, { recursive: true }))

  it.each([
    ['an archive of a cluster-info dump', () => [path.join(TOWN, CASE, 'dump', 'recording.tar.gz')]],
    ['a cluster-info dump as a folder', () => [at('dump')]],
    ['a cluster-info dump as one text', () => [at('dump.txt')]],
    ['an archive of saved lists', () => [path.join(TOWN, CASE, 'lists', 'recording.tar.gz')]],
    ['saved lists in a folder', () => [at('lists')]],
    [
      'some of the saved files',
      () => ['pods.json', 'deployments.yaml', 'replicasets.yaml', 'events.yaml', 'logs'].map((name) => at('lists', name)),
    ],
    ['a must-gather', () => [at('must-gather')]],
    ['an archive of a must-gather', () => [at('must-gather.tar.gz')]],
    ['a support bundle', () => [at('support-bundle')]],
    ['an archive of a support bundle', () => [at('support-bundle.tar.gz')]],
  ] as const)('names the first cause from %s', async (_name, places) => {
    const { outcome, rootCauses, receipts } = await investigated(...places())

    expect(outcome).toBe('diagnosis')
    expect(rootCauses.map(({ entity, mechanism }) => `${entity} ${mechanism}`)).toEqual(['skerry/Deployment/purser secret_missing'])
    expect(receipts.some(({ quote }) => quote.includes('secret "purser-key" not found'))).toBe(true)
  })

  it('names it from what kubectl prints for people: descriptions, an event table, logs', async () => {
    const { rootCauses } = await investigated(at('lists', 'describe-pods.txt'), at('lists', 'events.txt'), at('lists', 'logs'))

    expect(rootCauses.map(({ entity, mechanism }) => [entity.split('/')[2]?.split('-')[0], mechanism])).toEqual([
      ['purser', 'secret_missing'],
    ])
  })
})
