import { z } from 'zod'
import { gapEnd, journalGap, newJournalVersion, type JournalHead } from '../domain/journal.ts'
import { AppError } from '../errors.ts'
import type { KeeperPorts } from '../journal/keeper.ts'
import type { RedactionRules } from '../redaction/redactor.ts'
import type { JournalEntry } from '../store/journal-port.ts'
import type { Handlers } from './pooled-process.ts'
import type { Link } from './serve.ts'

// The keeper of a journal reads what a cluster says, in a process that has neither database nor connection. Both halves of its link stand here.

/** What the process of a keeper is given: plain values that can be cloned. */
export interface JournalTask {
  /** By which the source is asked. */
  readonly source: string
  readonly namespaces: readonly string[] | null
  readonly ownNamespace: string
  readonly heads: readonly JournalHead[]
  readonly heldBefore: Date | null
  readonly redaction: RedactionRules
}

/** What the program does for a keeper. */
export interface JournalDesk {
  /** False when another holds the journal. */
  readonly renew: () => Promise<boolean>
  readonly record: (entry: JournalEntry) => Promise<boolean>
}

const entry = z.object({ versions: z.array(newJournalVersion), opened: z.array(journalGap), ended: z.array(gapEnd) })

/** What the program answers the process of a keeper. */
export function journalHandlers({ renew, record }: JournalDesk): Handlers {
  return {
    'renew-journal': () => renew(),
    'record-journal': (value: unknown) => record(entry.parse(value)),
  }
}

/** What a keeper asks the program for, as its process sees it. */
export function linkJournal(link: Link): Pick<KeeperPorts, 'renew' | 'record'> {
  return {
    renew: async () => (await link.ask('renew-journal', null)) === true,
    record: async (found) => {
      if ((await link.ask('record-journal', found)) === true) return
      throw new AppError('store_failed', 'another keeper holds the journal', { remedy: 'Nothing is to be done: it goes on there.' })
    },
  }
}
