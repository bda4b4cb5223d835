import { accessTightened } from './cases/access-tightened.ts'
import { backupAndVacuum } from './cases/backup-and-vacuum.ts'
import { brokerDiskAlarm } from './cases/broker-disk-alarm.ts'
import { certificateEnded } from './cases/certificate-ended.ts'
import { columnRenamed } from './cases/column-renamed.ts'
import { connectionsRelease } from './cases/connections-release.ts'
import { descriptorsUsedUp } from './cases/descriptors-used-up.ts'
import { gateConnections } from './cases/gate-connections.ts'
import { gateReloaded } from './cases/gate-reloaded.ts'
import { harmlessRelease } from './cases/harmless-release.ts'
import { healthPathMoved } from './cases/health-path-moved.ts'
import { hiccupOver } from './cases/hiccup-over.ts'
import { indexDropped } from './cases/index-dropped.ts'
import { inodesUsedUp } from './cases/inodes-used-up.ts'
import { migrationLock } from './cases/migration-lock.ts'
import { passwordChanged } from './cases/password-changed.ts'
import { poisonMessage } from './cases/poison-message.ts'
import { postgresVolumeFull } from './cases/postgres-volume-full.ts'
import { redisCannotSave } from './cases/redis-cannot-save.ts'
import { redisMemoryFull } from './cases/redis-memory-full.ts'
import { redisReadOnly } from './cases/redis-read-only.ts'
import type { RealCase } from './real-case.ts'

/** Every case; a new one is one file and one entry. */
export const REAL_CASES: readonly RealCase[] = [
  connectionsRelease,
  migrationLock,
  indexDropped,
  postgresVolumeFull,
  passwordChanged,
  redisMemoryFull,
  redisReadOnly,
  certificateEnded,
  poisonMessage,
  brokerDiskAlarm,
  descriptorsUsedUp,
  inodesUsedUp,
  gateConnections,
  healthPathMoved,
  columnRenamed,
  accessTightened,
  redisCannotSave,
  harmlessRelease,
  hiccupOver,
  backupAndVacuum,
  gateReloaded,
]
