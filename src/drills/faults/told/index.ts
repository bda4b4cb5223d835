import type { FaultKind } from '../fault.ts'
import { AGREEMENT_FAULTS } from './agreements.ts'
import { CREDENTIAL_FAULTS } from './credentials.ts'
import { DATABASE_FAULTS } from './databases.ts'
import { LIMIT_FAULTS } from './limits.ts'
import { NODE_FAULTS } from './nodes.ts'
import { QUEUE_FAULTS } from './queues.ts'
import { REPLICA_FAULTS } from './replicas.ts'
import { RUNTIME_FAULTS } from './runtimes.ts'
import { STORAGE_FAULTS } from './storage.ts'
import type { ToldFault } from './told-fault.ts'
import { toldKind } from './told-kind.ts'
import { WRITE_FAULTS } from './writes.ts'

/** Every fault that states itself; a new one is one row. */
export const TOLD_FAULTS: readonly ToldFault[] = [
  ...DATABASE_FAULTS,
  ...REPLICA_FAULTS,
  ...STORAGE_FAULTS,
  ...NODE_FAULTS,
  ...LIMIT_FAULTS,
  ...RUNTIME_FAULTS,
  ...QUEUE_FAULTS,
  ...CREDENTIAL_FAULTS,
  ...AGREEMENT_FAULTS,
  ...WRITE_FAULTS,
]

/** A kind of drill for each of them. */
export const TOLD_KINDS: readonly FaultKind[] = TOLD_FAULTS.map(toldKind)
