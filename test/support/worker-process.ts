// A process of its own that works on investigations, for tests that kill it or run several. Speaks one JSON object a line:
// `{"ready":true}`, then `{"ran":<investigation id>,"attempt":n,"evidence":n}` for each job. With HANG set it never ends a job.
// A number on its input makes it ask for that many runs; it prints `{"stored":<investigation id>}` for each one that is stored.
import { randomUUID } from 'node:crypto'
import { packEvidence } from '../../src/evidence/stored-evidence.ts'
import { investigationRequest } from '../../src/domain/investigation.ts'
import { openJobs } from '../../src/jobs/open-jobs.ts'
import { readSettings } from '../../src/settings.ts'
import { openStore } from '../../src/store/open-store.ts'
import { anEvidence, aStart } from './investigation.ts'

const say = (line: object) => process.stdout.write(`${JSON.stringify(line)}\n`)
const warn = (message: string, details: object) => process.stderr.write(`${message} ${JSON.stringify(details)}\n`)

const { databaseUrl, dataDir } = readSettings(process.env)
const opened = await openStore({ databaseUrl, dataDir, clock: () => new Date(), newId: randomUUID, warn })
const jobs = await openJobs({ connection: opened.connection, warn })
const store = opened.createStore(jobs.enqueue)
await jobs.work('investigation', async ({ data, attempt }) => {
  const { investigationId } = investigationRequest.parse(data)
  const { length } = await store.loadEvidence(investigationId)
  await store.appendEvidence(investigationId, packEvidence(anEvidence()))
  say({ ran: investigationId, attempt, evidence: length })
  if (process.env['HANG']) await new Promise(() => {})
})
say({ ready: true })

/** Asks for the same work as every other process that is told the same number. */
async function askForAll(count: number): Promise<void> {
  for (let number = 0; number < count; number += 1) {
    const id = `Ev${number}`
    await store.acceptDelivery({ id, kind: 'event', body: {}, receivedAt: new Date() }, { queue: 'slack-delivery' })
    const threadTs = String(number)
    const { request } = await store.startInvestigation(aStart({ thread: { teamId: 'T1', channelId: 'C1', threadTs }, askedTs: threadTs }))
    say({ stored: request.investigationId })
  }
  say({ asked: count })
}

process.stdin.on('data', (line) => void askForAll(Number(line)))
process.once(
  'SIGTERM',
  () =>
    void jobs
      .stop()
      .then(() => opened.close())
      .then(() => process.exit(0)),
)
