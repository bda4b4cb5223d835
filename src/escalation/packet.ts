import type { Diagnosis, ReceiptId } from '../domain/diagnosis.ts'

/** What somebody who was just called needs to start working: no claim without receipts, no link to follow first. */
export interface EscalationPacket {
  readonly whatHappened: string
  readonly environment: string
  readonly calledBy: string
  /** Ascending by time, moments in ISO 8601 UTC; empty when no receipt carries a time. */
  readonly timeline: readonly { readonly at: string; readonly what: string; readonly receipts: readonly ReceiptId[] }[]
  /** Root causes first, then rivals; most confident first within each. */
  readonly candidates: readonly {
    readonly entity: string
    readonly mechanism: string
    readonly confidence: number
    readonly isRootCause: boolean
  }[]
  readonly ruledOut: readonly { readonly entity: string; readonly because: string }[]
  readonly openQuestions: readonly string[]
  readonly receipts: Diagnosis['receipts']
  /** Exactly `NEXT_CHECKS`, most useful first. */
  readonly nextChecks: readonly string[]
}

/** How many checks a packet names: enough to begin, few enough to do. */
const NEXT_CHECKS = 3
/** Entries of the timeline; beyond this the receipts modal is the better place. */
const MAX_TIMELINE = 12

/** What speaks for itself when the diagnosis leaves fewer than three checks. Most useful first. */
const STANDING_CHECKS = [
  'Ask what was changed by hand in the last hour, outside of any recorded change.',
  'Look whether the symptom is still there now; the telemetry read ends with the window above.',
  'Compare with the last incident of the same service.',
] as const

/** Packs a diagnosis for hand-over. Pure; the caller's name and the incident's title come from the stored rows. */
export function buildPacket(escalation: { readonly title: string; readonly by: string; readonly diagnosis: Diagnosis }): EscalationPacket {
  const { diagnosis } = escalation
  return {
    whatHappened: `${escalation.title}. ${diagnosis.summary}`,
    environment: diagnosis.environment,
    calledBy: escalation.by,
    timeline: timelineOf(diagnosis),
    candidates: [
      ...diagnosis.rootCauses.map((cause) => ({ ...nameOf(cause), isRootCause: true })),
      ...diagnosis.alternatives.map((rival) => ({ ...nameOf(rival), isRootCause: false })),
    ],
    ruledOut: diagnosis.ruledOut.map(({ entity, because }) => ({ entity, because })),
    openQuestions: openQuestions(diagnosis),
    receipts: diagnosis.receipts,
    nextChecks: nextChecks(diagnosis),
  }
}

function nameOf(claim: { readonly entity: string; readonly mechanism: string; readonly confidence: number }) {
  return { entity: claim.entity, mechanism: claim.mechanism, confidence: claim.confidence }
}

function timelineOf(diagnosis: Diagnosis): EscalationPacket['timeline'] {
  const onset = diagnosis.window.onset === null ? [] : [{ at: diagnosis.window.onset, what: 'degradation begins', receipts: [] }]
  const since = diagnosis.rootCauses.flatMap((cause) =>
    cause.since === null
      ? []
      : [
          {
            at: cause.since,
            what: `${cause.entity}: ${cause.mechanism}`,
            receipts: cause.for.flatMap(({ receipts }) => receipts).slice(0, 1),
          },
        ],
  )
  const seen = diagnosis.receipts.flatMap((receipt) =>
    receipt.at === null ? [] : [{ at: receipt.at, what: `${receipt.role}: ${receipt.quote}`, receipts: [receipt.id] }],
  )
  return [...onset, ...since, ...seen].sort((a, b) => Date.parse(a.at) - Date.parse(b.at)).slice(0, MAX_TIMELINE)
}

function openQuestions(diagnosis: Diagnosis): string[] {
  const against = diagnosis.rootCauses.flatMap((cause) => cause.against.map(({ text }) => `Speaks against ${cause.entity}: ${text}`))
  const holes = diagnosis.notChecked.map(({ source, why }) => `Not checked: ${source} (${why})`)
  const reasons = diagnosis.outcome === 'diagnosis' ? [] : diagnosis.reasons
  return [...reasons, ...against, ...holes]
}

function nextChecks(diagnosis: Diagnosis): string[] {
  const rivals = diagnosis.alternatives.map((rival) => `Tell ${rival.entity} apart: ${rival.wouldTellApart}`)
  const holes = diagnosis.notChecked.map(({ source, why }) => `Look at ${source} by hand; it was not read (${why}).`)
  const causes = diagnosis.rootCauses.flatMap((cause) => {
    const receipt = diagnosis.receipts.find(({ id }) => cause.for[0]?.receipts.includes(id))
    return receipt ? [`Confirm ${cause.entity} at ${receipt.locator}.`] : []
  })
  return [...rivals, ...holes, ...causes, ...STANDING_CHECKS].slice(0, NEXT_CHECKS)
}
