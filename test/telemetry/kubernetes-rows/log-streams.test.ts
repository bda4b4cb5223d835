import { describe, expect, it } from 'vitest'
import { streamsOf } from '../../../src/telemetry/kubernetes-rows/log-streams.ts'
import { minute, version } from '../../support/facts.ts'

const POD = {
  locator: 'pods.yaml#1',
  ...version('shop/Pod/mail-1', {
    metadata: { ownerReferences: [{ kind: 'Job', name: 'mail' }] },
    status: {
      containerStatuses: [
        { name: 'main', state: { terminated: { startedAt: minute(10).toISOString(), finishedAt: minute(20).toISOString() } } },
      ],
    },
  }),
}

function read(...times: readonly Date[]) {
  const lines = times.map((at) => `${at.toISOString()} ERROR no queue`)
  const log = {
    file: 'mail.log',
    fromByte: 0,
    linesBefore: 7,
    lines,
    namespace: 'shop',
    pod: 'mail-1',
    container: 'main',
    isPrevious: false,
  }
  return streamsOf([log], [POD], minute(40)).streams[0]
}

describe('telemetry/kubernetes-rows/log-streams', () => {
  it('keeps the times at which the container ran, as far as clocks may differ, and takes others for none', () => {
    const times = [minute(-1), minute(1), minute(15), minute(29), minute(31)]

    expect(read(...times)?.records.map(({ at }) => at)).toEqual([null, minute(1), minute(15), minute(29), null])
  })

  it('says under whom the log stands, where it stands, and when the container ran', () => {
    const stream = read(minute(15))

    expect(stream).toMatchObject({ entity: 'shop/Job/mail', where: 'mail.log', startedAt: minute(10), endedAt: minute(20) })
    expect(stream?.records.map(({ line }) => line)).toEqual([8])
  })

  it.each(['logs/lost.txt', 'lost.log', 'lost'])(
    'puts the log %s, which no pod claims, under a pod named like its file, which ran until the dump',
    (file) => {
      const lost = { file, linesBefore: 0, lines: ['x'], namespace: null, pod: null, container: null, isPrevious: false }

      const { streams } = streamsOf(
        [
          { ...lost, fromByte: 0 },
          { ...lost, fromByte: 4096 },
        ],
        [],
        minute(40),
      )

      const stands = { entity: '_cluster/Pod/lost', startedAt: null, endedAt: minute(40) }
      expect(streams).toEqual([
        expect.objectContaining({ ...stands, where: file }),
        expect.objectContaining({ ...stands, where: `${file} (from byte 4096)` }),
      ])
    },
  )
})
