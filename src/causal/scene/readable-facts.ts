import type { Evidence } from '../../domain/evidence.ts'
import { withShortMessages } from '../../domain/message-length.ts'
import type { Facts } from './facts.ts'

/** The facts as the engine weighs them: a message of megabytes costs no more than its first page, and the gate says that it was cut. */
export function readableFacts(facts: Facts): Facts {
  const entries = Object.entries(facts) as [string, readonly Evidence[]][]
  return Object.fromEntries(entries.map(([kind, evidence]) => [kind, evidence.map(withShortMessages)]))
}
