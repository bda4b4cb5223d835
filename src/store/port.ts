import type { Diagnosis } from '../domain/diagnosis.ts'
import type { EntityId } from '../domain/entity.ts'
import type { FollowUpAnswer } from '../domain/follow-up.ts'
import type { InvestigationRequest, InvestigationState } from '../domain/investigation.ts'
import type { History, PastIncident } from '../domain/past-incident.ts'
import type { Verdict } from '../domain/verdict.ts'
import type { NewEvidence, NewStatement, StoredEvidence } from '../evidence/stored-evidence.ts'
import type { JournalStore } from './journal-port.ts'

// What the rest of the program may ask of the database. Types only: implementations live beside this file, users get them as
// arguments. All moments UTC. Every write is idempotent under the key its comment names, so that a retried job changes nothing.

/** Puts a job on the queue inside the caller's transaction; main builds it from jobs/. `tx` is opaque to everybody else. */
export type Enqueue = (tx: unknown, job: { readonly queue: string; readonly key: string; readonly data: object }) => Promise<void>

/** One thing Slack sent us. `id` is event_id for events, and derived from payload ids for clicks and submissions. */
export interface Delivery {
  readonly id: string
  readonly kind: 'event' | 'interaction' | 'command'
  readonly body: unknown
  readonly receivedAt: Date
}

/** Where a conversation about an incident takes place. `threadTs` is the ts of the message that opened it. */
export interface ThreadAddress {
  readonly teamId: string
  readonly channelId: string
  readonly threadTs: string
}

export interface IncidentRow extends ThreadAddress {
  readonly id: string
  readonly environment: string
  readonly title: string
  readonly openedBy: string
  readonly openedAt: Date
}

export interface InvestigationRow {
  readonly id: string
  readonly incidentId: string
  readonly question: string
  readonly state: InvestigationState
  readonly stateReason: string
  readonly askedBy: string
  /** Slack ts of the message that asked; one investigation per asking message. */
  readonly askedTs: string
  readonly queuedAt: Date
  readonly endedAt: Date | null
  /** Who asked to stop it, and when; null when nobody did. */
  readonly stopRequestedBy: string | null
}

export interface DiagnosisRow {
  readonly id: string
  readonly investigationId: string
  readonly diagnosis: Diagnosis
  readonly createdAt: Date
}

/** A mention in a thread that has a run. `words` are masked. */
export interface FollowUpRow {
  readonly id: string
  readonly investigationId: string
  readonly words: string
  readonly askedBy: string
  /** Slack ts of the message; one follow-up per message. */
  readonly askedTs: string
  readonly askedAt: Date
}

/** A message we mean to have in Slack. `key` is unique (`progress:<investigation>`, `answer:<diagnosis>`, …) and travels in its metadata. */
export interface PostRow {
  readonly id: string
  readonly key: string
  readonly channelId: string
  readonly threadTs: string | null
  /** Null until Slack confirmed it (or it was found in the thread and adopted). */
  readonly messageTs: string | null
}

export interface EscalationRow {
  readonly id: string
  readonly diagnosisId: string
  readonly targetChannelId: string
  readonly by: string
  readonly at: Date
  /** Null until the packet was delivered. */
  readonly deliveredTs: string | null
}

/** Who did what to what, and why. `seq` and the hashes are the store's business. */
export interface AuditEntry {
  /** Unique; repeating an entry with a known key writes nothing. */
  readonly key: string
  readonly at: Date
  /** `slack:U123`, `firstcause`, `cli`. */
  readonly actor: string
  /** Noun then action: `investigation-start`, `telemetry-read`, `message-post`, `verdict-record`, `escalation-deliver`. */
  readonly action: string
  readonly subject: string
  readonly reason: string
  readonly details: Readonly<Record<string, unknown>>
}

/** One judged or unjudged answer, as the digest counts it. */
export interface DigestItem {
  readonly incident: IncidentRow
  readonly diagnosisId: string
  readonly outcome: Diagnosis['outcome']
  readonly mechanism: string | null
  /** Newest verdict of the diagnosis; null when nobody judged it. */
  readonly verdict: Verdict | null
  readonly secondsToDiagnosis: number
}

export interface Store extends JournalStore {
  /** Records a delivery and enqueues its work in one transaction. False when the id was known (then nothing is enqueued). */
  acceptDelivery(delivery: Delivery, job: { readonly queue: string }): Promise<boolean>
  markDeliveryDone(deliveryId: string, at: Date): Promise<void>
  loadDelivery(deliveryId: string): Promise<Delivery | null>

  /** Opens the incident of a thread (one per thread) and queues one investigation per asking message, in one transaction. */
  startInvestigation(start: {
    readonly thread: ThreadAddress
    readonly environment: string
    readonly title: string
    readonly question: string
    readonly by: string
    readonly askedTs: string
    readonly at: Date
  }): Promise<{ readonly request: InvestigationRequest; readonly isNew: boolean }>
  loadInvestigation(investigationId: string): Promise<{ readonly incident: IncidentRow; readonly investigation: InvestigationRow } | null>
  findInvestigationsInThread(thread: ThreadAddress): Promise<readonly InvestigationRow[]>
  /** Moves a run to a state with a reason in words. A run that has ended (answered, stopped, failed) stays as it ended: returns false. */
  setState(investigationId: string, state: InvestigationState, change: { readonly reason: string; readonly at: Date }): Promise<boolean>
  /** False when the run had already ended or somebody had already asked. */
  requestStop(investigationId: string, by: string): Promise<boolean>

  /** In order of recording, as text: whoever unpacks it also checks that it is what was recorded. */
  loadEvidence(investigationId: string): Promise<readonly StoredEvidence[]>
  /** Append-only; key (investigation, evidence id). A second, different body under the same id is refused with `store_tampered`. */
  appendEvidence(investigationId: string, evidence: NewEvidence): Promise<void>

  /**
   * Append-only; key (investigation, number); a known number writes nothing. `summary` goes into the audit: tools called, tokens, and
   * what the model asked for that does not exist. Never prompts or telemetry.
   */
  appendTurn(
    investigationId: string,
    turn: { readonly number: number; readonly at: Date; readonly summary: Readonly<Record<string, unknown>> },
  ): Promise<void>
  /** In order, as JSON values. */
  loadTurns(investigationId: string): Promise<readonly unknown[]>

  /** One diagnosis per investigation; saving again returns the first. */
  saveDiagnosis(investigationId: string, diagnosis: Diagnosis, at: Date): Promise<DiagnosisRow>
  loadDiagnosis(diagnosisId: string): Promise<DiagnosisRow | null>
  findDiagnosisOf(investigationId: string): Promise<DiagnosisRow | null>

  /**
   * Records a mention under a run, once per message, and queues it; while the run is at work it waits for the run's end (`setState` queues it
   * then). Append-only; a known message changes nothing.
   */
  recordFollowUp(followUp: Omit<FollowUpRow, 'id'>): Promise<{ readonly id: string; readonly isNew: boolean; readonly isWaiting: boolean }>
  loadFollowUp(followUpId: string): Promise<{
    readonly followUp: FollowUpRow
    readonly answer: FollowUpAnswer | null
    readonly incident: IncidentRow
    readonly investigation: InvestigationRow
  } | null>
  /** Mentions of a thread that are not answered yet, oldest first. */
  findOpenFollowUps(thread: ThreadAddress): Promise<readonly FollowUpRow[]>
  /** Append-only; the first answer stays and is returned. */
  saveFollowUpAnswer(followUpId: string, answer: FollowUpAnswer, by: { readonly actor: string; readonly at: Date }): Promise<FollowUpAnswer>
  /** Appends what a message said to the evidence of a run that has ended, under the next free id. Once per message: again returns the first. */
  appendStatement(investigationId: string, said: { readonly statement: NewStatement; readonly by: string }): Promise<StoredEvidence>
  /** Copies what people said under earlier runs of the incident to the front of a run without evidence. Does nothing for one that has some. */
  adoptStatements(investigationId: string): Promise<void>

  /** Appends; the newest counts, history is kept. Key: `deliveryId`, so a repeated click records nothing. False when it was known. */
  recordVerdict(verdict: Verdict, deliveryId: string): Promise<boolean>
  /** The same, but only when nobody judged the diagnosis before: of several people clicking at once, on any replica, one is first. */
  recordFirstVerdict(verdict: Verdict, deliveryId: string): Promise<'recorded' | 'repeated' | 'already_judged'>
  /** Oldest first. */
  verdictHistory(diagnosisId: string): Promise<readonly Verdict[]>
  /** Entities that any reading of the diagnosis' investigation names, for picking the true cause; at most `limit`, best match first. */
  searchEntities(diagnosisId: string, text: string, limit: number): Promise<readonly EntityId[]>

  /**
   * Answered incidents of the same workspace that share entities, mechanisms or words with the text; at most `limit`, best first. Never
   * the incident that the investigation belongs to.
   */
  findSimilarIncidents(search: {
    readonly investigationId: string
    readonly text: string
    readonly limit: number
  }): Promise<Omit<Extract<History, { kind: 'searched' }>, 'kind'>>

  /**
   * The newest incident answered before the diagnosis, in the same workspace and environment, that named the same entity and mechanism and
   * was judged. Null when there is none, or when the diagnosis names no cause.
   */
  findJudgedWithSameCause(diagnosisId: string): Promise<PastIncident | null>

  /** One escalation per diagnosis and target; recording again returns the first with `isNew: false`. */
  recordEscalation(escalation: {
    readonly diagnosisId: string
    readonly targetChannelId: string
    readonly by: string
    readonly at: Date
  }): Promise<{ readonly row: EscalationRow; readonly isNew: boolean }>
  markEscalationDelivered(escalationId: string, messageTs: string): Promise<void>
  /** Every escalation of a diagnosis, oldest first; empty when nobody was called. */
  findEscalations(diagnosisId: string): Promise<readonly EscalationRow[]>

  /** Records the intention to post before posting. Repeating the key returns the stored row. */
  intendPost(post: { readonly key: string; readonly channelId: string; readonly threadTs: string | null }): Promise<PostRow>
  confirmPost(postId: string, messageTs: string): Promise<void>
  findPost(key: string): Promise<PostRow | null>

  /** Answers of incidents in the channel whose diagnosis was saved in the window, oldest first. */
  loadDigestItems(channelId: string, window: { readonly start: Date; readonly end: Date }): Promise<readonly DigestItem[]>

  appendAudit(entry: AuditEntry): Promise<void>
  /**
   * Walks the whole chain. `brokenAt` is the seq of the first entry that was edited, removed or reordered; null when intact. `head` is the hash
   * of the newest entry: whoever notes it elsewhere can also tell later that the chain was not rewritten as a whole.
   */
  verifyAudit(): Promise<{ readonly entries: number; readonly brokenAt: number | null; readonly head: string }>

  close(): Promise<void>
}
