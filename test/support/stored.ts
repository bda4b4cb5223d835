import type { Diagnosis } from '../../src/domain/diagnosis.ts'
import type { Evidence } from '../../src/domain/evidence.ts'
import { unpackEvidence } from '../../src/evidence/stored-evidence.ts'
import type { InvestigationRow } from '../../src/store/port.ts'
import { CHECKOUT, type TestBot } from './firstcause.ts'

export interface Stored {
  readonly diagnosisId: string
  readonly diagnosis: Diagnosis
  readonly evidence: readonly Evidence[]
  readonly investigation: InvestigationRow
}

/** What the database holds about the newest run of a thread. Throws when there is no run or no diagnosis. */
export async function storedDiagnosis(bot: Pick<TestBot, 'store'>, threadTs: string, channelId: string = CHECKOUT): Promise<Stored> {
  const runs = await bot.store.findInvestigationsInThread({ teamId: 'T0FIRST0001', channelId, threadTs })
  const investigation = runs.at(-1)
  const row = investigation && (await bot.store.findDiagnosisOf(investigation.id))
  if (!investigation || !row) throw new Error(`no diagnosis is stored for the thread ${threadTs}`)
  const evidence = await bot.store.loadEvidence(investigation.id)
  return { diagnosisId: row.id, diagnosis: row.diagnosis, evidence: evidence.map(unpackEvidence), investigation }
}
