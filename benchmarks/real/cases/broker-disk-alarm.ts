import path from 'node:path'
import { openTicketCompany, TICKET_COMPANY } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { startNodeExporter } from '../servers/node-exporter.ts'

/** A copy is left on the volume of the broker, which from then on takes no messages. */
export const brokerDiskAlarm: RealCase = {
  ...TICKET_COMPANY,
  id: 'broker-disk-alarm',
  kind: 'queue',
  needs: [...TICKET_COMPANY.needs, 'mount', 'prometheus-node-exporter'],
  fix: ['app/Service/ticket-broker', 'app/Service/night-copy'],
  mechanism: 'disk|space|volume|full|alarm|block|storage|watermark',
  near: ['quay-host'],
  question: 'No tickets can be sold. What is the first cause?',
  start: async (stage) => {
    startNodeExporter(stage)
    await openTicketCompany(stage, { dir: await stage.mount('broker', 'size=160m'), diskFreeLimit: '60MB' })
  },
  change: async (stage) => {
    const target = path.join(stage.dir, 'broker', 'night-copy.tar')
    const script = `echo "copying the archive of 2019 to ${target}"; head -c 110000000 /dev/zero > ${target}; echo "copied $(stat -c %s ${target}) bytes"`
    stage.spawn('night-copy', { command: 'sh', args: ['-c', script] })
  },
}
