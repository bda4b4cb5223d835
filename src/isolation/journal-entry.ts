import { setTimeout as delay } from 'node:timers/promises'
import { keepJournal } from '../journal/keeper.ts'
import { createRedactor } from '../redaction/redactor.ts'
import { linkJournal, type JournalTask } from './journal-link.ts'
import { serve } from './serve.ts'
import { linkFollow, linkSources } from './source-link.ts'

// The process that keeps the journal of one cluster. It reads what the cluster says, and has no database, no key and no connection.

serve({
  'keep-journal': ({ source, redaction, ...cluster }: JournalTask, link) =>
    keepJournal(cluster, {
      ...linkJournal(link),
      ask: linkSources(link)(source),
      follow: linkFollow(link)(source),
      redactor: createRedactor(redaction),
      clock: () => new Date(),
      random: () => Math.random(),
      wait: (ms, signal) => delay(ms, undefined, { signal }).catch(() => undefined),
      signal: link.signal,
    }),
})
