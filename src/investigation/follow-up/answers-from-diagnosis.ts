import type { Diagnosis, ReceiptId } from '../../domain/diagnosis.ts'
import type { EntityId } from '../../domain/entity.ts'
import type { Argument } from '../../domain/evidence.ts'
import type { Asked, Draft } from './draft.ts'
import { answerAffected } from './answers-from-scene.ts'
import { citationsOf, type Recorded } from './recorded.ts'

/** Points of one answer: what a person reads on a phone. */
const MAX_POINTS = 6

type Cause = Diagnosis['rootCauses'][number]
type Statement = { readonly text: string; readonly receipts: readonly ReceiptId[] }

/** Why the named cause is the cause; about a thing that is not, why not. */
export function answerWhy(recorded: Recorded, asked: Asked): Draft {
  const { rootCauses, outcome, reasons } = recorded.diagnosis
  const cause = rootCauses.find(({ entity }) => isAsked(entity, asked, recorded)) ?? (asked.about.length === 0 ? rootCauses[0] : undefined)
  if (cause !== undefined) return causeDraft(cause, recorded)
  if (asked.about.length > 0) return answerWhyNot(recorded, asked)
  return { lead: `The answer names no cause (${outcome.replace('_', ' ')}).`, points: [], notes: reasons }
}

/** Why a thing is not (or is) the cause: as cause, as rival, as something that only reacted, or by what is recorded of it. */
export function answerWhyNot(recorded: Recorded, asked: Asked): Draft {
  const { diagnosis } = recorded
  if (asked.about.length === 0) return answerRivals(recorded)
  const cause = diagnosis.rootCauses.find(({ entity }) => isAsked(entity, asked, recorded))
  if (cause !== undefined) return causeDraft(cause, recorded)
  const rival = diagnosis.alternatives.find(({ entity }) => isAsked(entity, asked, recorded))
  if (rival !== undefined)
    return {
      lead: `${rival.entity} is possible and less likely (${rival.confidence.toFixed(2)}).`,
      points: [
        ...pointsOf(rival.missing.filter(isCited), diagnosis, ''),
        ...pointsOf(rival.against, diagnosis, 'against: '),
        ...pointsOf(rival.for, diagnosis, 'for: '),
      ].slice(0, MAX_POINTS),
      // What was not seen has no record that could be quoted.
      notes: [...rival.missing.filter((one) => !isCited(one)).map(({ text }) => text), `What would tell apart: ${rival.wouldTellApart}`],
    }
  const reaction = diagnosis.ruledOut.find(({ entity }) => isAsked(entity, asked, recorded))
  if (reaction !== undefined) return reactionDraft(reaction, recorded)
  return answerAffected(recorded, asked)
}

/** What else it could be. */
export function answerRivals({ diagnosis }: Recorded): Draft {
  const { alternatives } = diagnosis
  if (alternatives.length === 0)
    return {
      lead: 'The evidence leaves no other candidate.',
      points: [],
      notes: ['No rival was found; that is no proof that there is none.'],
    }
  const lines = alternatives.flatMap((rival) => {
    const prefix = `${rival.entity} (${rival.confidence.toFixed(2)}): `
    return [
      ...pointsOf(rival.for.slice(0, 1), diagnosis, prefix),
      ...pointsOf(rival.against.slice(0, 1), diagnosis, `against ${rival.entity}: `),
    ]
  })
  return {
    lead: `${alternatives.length} less likely: ${alternatives.map(({ entity }) => entity).join(', ')}.`,
    points: lines.slice(0, MAX_POINTS),
    notes: alternatives.map(({ entity, wouldTellApart }) => `${entity}, what would tell apart: ${wouldTellApart}`),
  }
}

/** What only reacted, and to what. */
export function answerRuledOut({ diagnosis }: Recorded): Draft {
  const { ruledOut } = diagnosis
  if (ruledOut.length === 0)
    return { lead: 'Nothing was ruled out as a mere reaction.', points: [], notes: ['The answer lists nothing under “ruled out”.'] }
  return {
    lead: `${ruledOut.length} only reacted: ${ruledOut.map(({ entity }) => entity).join(', ')}.`,
    points: ruledOut
      .map(({ entity, because, receipts }) => ({ text: `${entity} ${because}`, citations: citationsOf(diagnosis, receipts) }))
      .slice(0, MAX_POINTS),
    notes: [],
  }
}

/** What people could do, and what would tell the candidates apart. */
export function answerNext({ diagnosis }: Recorded): Draft {
  const { proposedActions, alternatives, rootCauses } = diagnosis
  const actions = proposedActions.map(({ kind, target, what = '', command, risk, rollback, receipts }) => ({
    text: `${kind.replaceAll('_', ' ')} ${target}: ${[what, command].filter(Boolean).join(': ')} (risk: ${risk} to undo: ${rollback})`,
    citations: citationsOf(diagnosis, receipts),
  }))
  const apart = alternatives.map(({ entity, wouldTellApart }) => `To tell ${entity} apart: ${wouldTellApart}`)
  const lead =
    actions.length > 0
      ? 'What a person could do; nothing runs by itself:'
      : `No action is proposed${rootCauses.length > 0 ? ' for the cause' : ', because no cause is named'}.`
  return {
    lead,
    points: actions,
    notes: [...apart, ...(actions.length === 0 ? ['Escalate to somebody who knows the system, with the button under the answer.'] : [])],
  }
}

function causeDraft(cause: Cause, { diagnosis }: Recorded): Draft {
  return {
    lead: `${cause.entity} is named as the cause, ${cause.confidenceWord} (${cause.confidence.toFixed(2)}).`,
    points: [...pointsOf(cause.for, diagnosis, ''), ...pointsOf(cause.against, diagnosis, 'against: ')].slice(0, MAX_POINTS),
    notes: [`Tried to prove it wrong with ${cause.disconfirmingReads.join(', ') || 'no read'}.`],
  }
}

function reactionDraft(reaction: Diagnosis['ruledOut'][number], { diagnosis }: Recorded): Draft {
  const { entity, because, explainedBy, receipts } = reaction
  const explaining = diagnosis.rootCauses.find((cause) => cause.entity === explainedBy)
  return {
    lead: `${entity} only reacted: it ${because}.`,
    points: [
      { text: `${entity}: what it shows`, citations: citationsOf(diagnosis, receipts) },
      ...(explaining ? pointsOf(explaining.for.slice(0, 2), diagnosis, `${explaining.entity} explains it: `) : []),
    ],
    notes: [],
  }
}

function isCited({ receipts }: Statement): boolean {
  return receipts.length > 0
}

function pointsOf(statements: readonly Statement[], diagnosis: Diagnosis, prefix: string): readonly Argument[] {
  return statements.map(({ text, receipts }) => ({ text: `${prefix}${text}`, citations: citationsOf(diagnosis, receipts) }))
}

/** A pod, its workload and its service are one thing to people. */
function isAsked(entity: EntityId, { about }: Asked, { scene }: Recorded): boolean {
  return about.some((one) => one === entity || scene.graph.unitOf(one) === scene.graph.unitOf(entity))
}
