import type { Verdict } from '../domain/verdict.ts'
import type { Store } from '../store/port.ts'

/** A person's judgement as it comes from a click or a form. */
export interface Judgement {
  readonly verdict: Verdict
  /** Makes a repeated click count once. */
  readonly deliveryId: string
  /** True for the form behind "Change verdict"; a first judgement never replaces another one. */
  readonly isChange: boolean
}

export interface JudgePorts {
  readonly store: Pick<Store, 'recordVerdict' | 'recordFirstVerdict' | 'verdictHistory'>
}

export type JudgeOutcome =
  | { readonly kind: 'recorded' }
  /** The same click or form again. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'already_judged'; readonly verdict: Verdict }

/** Records judgements. The store decides who is first, so that two people clicking at once, on whichever replicas, cannot both be. */
export function createJudge(ports: JudgePorts): (judgement: Judgement) => Promise<JudgeOutcome> {
  return (judgement) => (judgement.isChange ? change(judgement, ports) : judgeFirst(judgement, ports))
}

async function change({ verdict, deliveryId }: Judgement, { store }: JudgePorts): Promise<JudgeOutcome> {
  return { kind: (await store.recordVerdict(verdict, deliveryId)) ? 'recorded' : 'repeated' }
}

async function judgeFirst({ verdict, deliveryId }: Judgement, { store }: JudgePorts): Promise<JudgeOutcome> {
  const kind = await store.recordFirstVerdict(verdict, deliveryId)
  if (kind !== 'already_judged') return { kind }
  const newest = (await store.verdictHistory(verdict.diagnosisId)).at(-1)
  if (newest === undefined) throw new Error('a diagnosis that was judged has a verdict')
  return { kind, verdict: newest }
}
