import path from 'node:path'
import { openSeatCompany, SEAT_COMPANY } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { startNodeExporter } from '../servers/node-exporter.ts'
import { SEAT_STORE } from '../servers/redis.ts'

/** A copy is left on the volume of a Redis that saves itself there; as it cannot, it takes no writes. */
export const redisCannotSave: RealCase = {
  ...SEAT_COMPANY,
  id: 'redis-cannot-save',
  kind: 'cache',
  needs: [...SEAT_COMPANY.needs, 'mount', 'prometheus-node-exporter'],
  fix: ['app/Service/seat-store', 'app/Service/night-copy'],
  mechanism: 'disk|space|volume|full|storage|persist|save|snapshot',
  near: ['quay-host', 'seats'],
  question: 'Nobody can hold a seat any more. What is the first cause?',
  start: async (stage) => {
    startNodeExporter(stage)
    await stage.mount(SEAT_STORE, 'size=12m')
    await openSeatCompany(stage, { save: '10 1' })
  },
  change: (stage) => {
    const target = path.join(stage.dir, SEAT_STORE, 'night-copy.tar')
    const script = `echo "copying the archive of 2019 to ${target}"; head -c 20000000 /dev/zero > ${target}; echo "copied $(stat -c %s ${target}) bytes"`
    stage.spawn('night-copy', { command: 'sh', args: ['-c', script] })
    return Promise.resolve()
  },
}
