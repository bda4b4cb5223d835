import { diagnose, type EngineAnswer } from '../../causal/diagnose.ts'
import { ENGINE_VERSION } from '../../causal/engine-version.ts'
import { refuse, validate, type RunFacts } from '../../diagnosis/validate.ts'
import type { Diagnosis } from '../../domain/diagnosis.ts'
import type { Evidence } from '../../domain/evidence.ts'
import type { Ledger } from '../../evidence/ledger.ts'
import { groupFacts } from '../group-facts.ts'

/** The evidence weighed by the engine, as the gate lets it through. `row` is the answer of the run that the evidence belongs to. Pure. */
export function weighEvidence(evidence: readonly Evidence[], row: Diagnosis): Diagnosis {
  return throughGate(diagnose(groupFacts(evidence)), evidence, row).diagnosis
}

/**
 * The same on a ledger, after somebody stated something. Telemetry is asked only when the gate wants the new leading cause put to the test; the
 * ledger's own limit bounds it.
 */
export async function weighLedger(ledger: Ledger, row: Diagnosis): Promise<Diagnosis> {
  const answer = diagnose(groupFacts(ledger.evidence()))
  const first = throughGate(answer, ledger.evidence(), row)
  if (first.passed) return first.diagnosis
  await Promise.all(answer.disconfirmingQueries.map((query) => ledger.read(query)))
  return weighEvidence(ledger.evidence(), row)
}

/** The newest answer: with statements among the evidence the engine's with them, unless a model made the stored one say something else. */
export function newestDiagnosis(evidence: readonly Evidence[], row: Diagnosis): Diagnosis {
  const isSaid = ({ source }: Evidence) => source === 'people'
  if (!evidence.some(isSaid)) return row
  return isEngineOnly(evidence, row) ? weighEvidence(evidence, row) : row
}

/** True when the engine, on what telemetry said, names what the stored answer names: then its re-weighed answer may take the place. */
export function isEngineOnly(evidence: readonly Evidence[], row: Diagnosis): boolean {
  if (row.versions.model === null) return true
  const alone = weighEvidence(
    evidence.filter(({ source }) => source !== 'people'),
    row,
  )
  return causesOf(alone) === causesOf(row)
}

function causesOf({ rootCauses }: Diagnosis): string {
  return rootCauses.map(({ entity }) => entity).join(' ')
}

function throughGate(
  { submission }: EngineAnswer,
  evidence: readonly Evidence[],
  row: Diagnosis,
): { readonly passed: boolean; readonly diagnosis: Diagnosis } {
  const run = factsOf(row, evidence)
  const result = validate(submission, evidence, run)
  return result.passed
    ? { passed: true, diagnosis: result.diagnosis }
    : { passed: false, diagnosis: refuse(submission, result.reasons, { evidence, run }) }
}

function factsOf({ investigationId, environment }: Diagnosis, evidence: readonly Evidence[]): RunFacts {
  return {
    investigationId,
    environment,
    versions: { engine: ENGINE_VERSION, model: null, promptHash: null },
    stats: {
      engineMs: 0,
      wallMs: 0,
      turns: 0,
      toolCalls: evidence.length,
      inputTokens: 0,
      cachedTokens: 0,
      outputTokens: 0,
      costUsd: null,
    },
  }
}
