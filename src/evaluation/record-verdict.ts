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
  readonly store: Pick<Store, 'recordVerdict' | 'verdictHistory'>
}

export type JudgeOutcome =
  | { readonly kind: 'recorded' }
  /** The same click or form again. */
  | { readonly kind: 'repeated' }
  | { readonly kind: 'already_judged'; readonly verdict: Verdict }

/** Records judgements one at a time for each diagnosis, so that two people clicking at once cannot both be first. */
export function createJudge(ports: JudgePorts): (judgement: Judgement) => Promise<JudgeOutcome> {
  const turns = new Map<string, Promise<unknown>>()
  return (judgement) => {
    const { diagnosisId } = judgement.verdict
    const before = turns.get(diagnosisId) ?? Promise.resolve()
    const turn = before.then(() => judge(judgement, ports))
    const settled = turn.catch(() => undefined).finally(() => turns.get(diagnosisId) === settled && turns.delete(diagnosisId))
    turns.set(diagnosisId, settled)
    return turn
  }
}

async function judge({ verdict, deliveryId, isChange }: Judgement, { store }: JudgePorts): Promise<JudgeOutcome> {
  const newest = (await store.verdictHistory(verdict.diagnosisId)).at(-1)
  if (newest && !isChange) return { kind: 'already_judged', verdict: newest }
  return { kind: (await store.recordVerdict(verdict, deliveryId)) ? 'recorded' : 'repeated' }
}
