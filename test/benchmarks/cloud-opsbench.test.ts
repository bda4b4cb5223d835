import { mkdirSync, mkdtempSync, rmSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import path from 'node:path'
import { describe, expect, it, onTestFinished } from 'vitest'
import { cloudOpsbench } from '../../benchmarks/cloud-opsbench.ts'
import { investigateHere } from '../../src/investigation/investigate-here.ts'
import { openRecorded } from '../../src/telemetry/open.ts'
import { runSet, type Prediction } from '../../benchmarks/run-set.ts'
import { dumpWith } from '../telemetry/cluster-dump/dump.ts'
import { findSharedData } from '../support/shared-data.ts'

/** Cases run of the real set: enough to notice a broken adapter, few enough for every run of the tests. */
const SAMPLE = 12
const shared = findSharedData('cloud-opsbench-dev')

async function predictionsFor(dataDir: string, listed = cloudOpsbench): Promise<readonly Prediction[]> {
  const predictions: Prediction[] = []
  await runSet(listed, {
    dataDir,
    isPassive: false,
    investigate: investigateHere(openRecorded),
    atOnce: 1,
    onCase: (prediction) => void predictions.push(prediction),
  })
  return predictions
}

describe('benchmarks/cloud-opsbench', () => {
  it('answers each case and goes on past one that is damaged and one that is empty', async () => {
    const dir = mkdtempSync(path.join(tmpdir(), 'bench-'))
    onTestFinished(() => rmSync(dir, { recursive: true, force: true }))
    for (const [name, text] of [
      ['one', '{'],
      ['two', JSON.stringify(dumpWith())],
    ] as const) {
      mkdirSync(path.join(dir, 'cases', name), { recursive: true })
      writeFileSync(path.join(dir, 'cases', name, 'case.json'), text)
    }

    mkdirSync(path.join(dir, 'cases', 'empty'))

    const [empty, damaged, whole] = await predictionsFor(dir)

    expect(empty).toMatchObject({ case: 'empty', top: [], claim: [], problem: expect.stringContaining('is empty') })
    expect(damaged).toMatchObject({ case: 'one', top: [], claim: [], diagnosis: { outcome: 'inconclusive' } })
    expect(JSON.stringify(damaged?.diagnosis?.notChecked)).toContain('case.json')
    expect(whole).toMatchObject({ case: 'two', dataset: 'cloud-opsbench', claim: ['node/node-b'] })
    expect(whole?.top[0]).toEqual({
      fault_taxonomy: 'Infrastructure_Fault',
      fault_object: 'node/node-b',
      root_cause: 'kubelet_unavailable',
    })
  })

  it('names the folder when there are no cases', async () => {
    await expect(predictionsFor('/nowhere')).rejects.toMatchObject({ code: 'telemetry_not_recognised' })
  })

  it.skipIf('missing' in shared)(
    `commits to one object in each of ${SAMPLE} real cases${'missing' in shared ? ` (${shared.missing})` : ''}`,
    async () => {
      const dir = 'dir' in shared ? shared.dir : ''
      const some = { ...cloudOpsbench, listCases: (root: string) => cloudOpsbench.listCases(root).slice(0, SAMPLE) }

      const predictions = await predictionsFor(dir, some)

      expect(predictions.map(({ problem }) => problem)).toEqual(Array.from({ length: SAMPLE }, () => undefined))
      expect(predictions.map(({ claim }) => claim?.length)).toEqual(Array.from({ length: SAMPLE }, () => 1))
    },
  )
})
