import type { EngineAnswer } from '../causal/diagnose.ts'
import { ENGINE_VERSION } from '../causal/engine-version.ts'
import { createProofTest } from '../diagnosis/proof.ts'
import { reconcile } from '../diagnosis/reconcile.ts'
import type { RunFacts } from '../diagnosis/validate.ts'
import { CARELESS, leftOutPart } from '../domain/part.ts'
import type { Submission } from '../domain/submission.ts'
import type { Ledger } from '../evidence/ledger.ts'
import type { InvestigationInput, InvestigationPorts } from './ports.ts'
import { reason } from './reason.ts'

export interface Judged {
  readonly submission: Submission
  /** What a model adds to the facts of the run; null when none was asked. */
  readonly run: (Pick<RunFacts, 'versions'> & { readonly stats: Partial<RunFacts['stats']> }) | null
}

interface Case {
  readonly input: InvestigationInput
  readonly ledger: Ledger
  readonly ports: InvestigationPorts
}

/** The engine's answer, judged by a model where there is one. Without a usable answer of the model the engine's stands, and a note says why. */
export async function judge(answer: EngineAnswer, { input, ledger, ports }: Case): Promise<Judged> {
  const { submission, scene, leading } = answer
  const { model, care = CARELESS } = ports
  if (!model || leftOutPart(care, 'model') !== null) return { submission, run: null }
  const [suspect] = leading
  ports.progress({
    doing: `asking ${model.model.name}`,
    done: 0,
    total: model.limits.turns,
    leading: suspect ? { entity: suspect.entity, mechanism: suspect.mechanism } : null,
  })
  // A model may take minutes; who is waiting has the engine's candidate before it is asked.
  await ports.shown?.()

  const { onset, window, symptoms, graph } = scene
  const brief = {
    environment: input.environment,
    question: input.question ?? '',
    window,
    onset,
    submission,
    symptoms,
    changes: scene.objects.changes,
    graph,
  }
  care.begins({ kind: 'model' })
  const reasoned = await reason(brief, ledger, model)
  care.ends({ kind: 'model' })
  const reconciled = reconcile(submission, reasoned.submission, createProofTest(ledger.evidence(), onset))
  const notes = [
    ...(reasoned.submission === null ? [`the evidence engine answered alone: ${reasoned.why}`] : []),
    ...reasoned.remarks,
    ...reasoned.flags.map((flag) => `treated as data: ${flag}`),
  ]
  return {
    submission: { ...reconciled.submission, reasons: [...reconciled.submission.reasons, ...notes] },
    run: { versions: versionsOf(ports), stats: { ...reasoned.stats, modelEnding: reasoned.ending } },
  }
}

function versionsOf({ model }: InvestigationPorts): RunFacts['versions'] {
  return { engine: ENGINE_VERSION, model: model?.model.name ?? null, promptHash: model?.prompts.hash ?? null }
}
