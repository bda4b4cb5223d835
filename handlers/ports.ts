import type { EntityId } from '../src/domain/entity.ts'
import type { EscalateOutcome } from '../src/escalation/escalate.ts'
import type { Judgement, JudgeOutcome } from '../src/evaluation/record-verdict.ts'
import type { FoundAnswer } from '../src/investigation/find-answer.ts'
import type { MentionOutcome } from '../src/investigation/follow-up/receive-mention.ts'
import type { Mention } from '../src/investigation/start.ts'
import type { StopOutcome } from '../src/investigation/stop.ts'
import type { HomeContents } from '../src/slack/home-view.ts'
import type { Screen } from '../src/slack/screen.ts'
import type { ThreadAddress } from '../src/store/port.ts'

/** The use cases a handler may call, ready to use; main builds them. Handlers never see the store. */
export interface HandlerPorts {
  readonly botUserId: string
  readonly home: HomeContents
  readonly screen: Screen
  /** Whether the policy lets this person judge and escalate. */
  readonly mayJudge: (userId: string) => boolean
  /** Queues what a mention asks for: a run, or an answer about one. */
  readonly receive: (mention: Mention) => Promise<MentionOutcome>
  readonly stopThread: (thread: ThreadAddress, by: string) => Promise<StopOutcome>
  readonly stopRun: (stop: { readonly investigationId: string; readonly channelId: string; readonly by: string }) => Promise<StopOutcome>
  /** The answer under whose message a button was pressed; null when the two do not belong together. */
  readonly findAnswer: (click: {
    readonly diagnosisId: string
    readonly channelId: string
    readonly messageTs: string
  }) => Promise<FoundAnswer | null>
  readonly judge: (judgement: Judgement) => Promise<JudgeOutcome>
  readonly escalate: (escalation: FoundAnswer & { readonly by: string; readonly at: Date }) => Promise<EscalateOutcome>
  readonly searchEntities: (diagnosisId: string, text: string) => Promise<readonly EntityId[]>
  /** Redraws an answer's message from what is stored. */
  readonly refreshAnswer: (diagnosisId: string) => Promise<void>
  /** Posts a message of ours once under a key. */
  readonly reply: (reply: {
    readonly key: string
    readonly channelId: string
    readonly threadTs: string | null
    readonly text: string
  }) => Promise<void>
}

/** One Slack event as its handler gets it. `event` is parsed by the handler, which knows what it needs. */
export interface EventDelivery {
  readonly event: unknown
  readonly teamId: string
  readonly receivedAt: Date
}

/** One press of a button, already acknowledged. Ids only; nothing in it is trusted. */
export interface Click {
  readonly deliveryId: string
  readonly receivedAt: Date
  readonly teamId: string
  readonly userId: string
  readonly channelId: string
  readonly messageTs: string
  readonly threadTs: string | null
  readonly value: string
  readonly triggerId: string
}

/** One submitted form, not yet acknowledged: the answer to the form is in the acknowledgement. */
export interface Submission {
  readonly deliveryId: string
  readonly receivedAt: Date
  readonly userId: string
  readonly view: unknown
  readonly accept: () => Promise<void>
  /** Shows errors by block id and keeps the form open. */
  readonly refuse: (errors: Readonly<Record<string, string>>) => Promise<void>
}

/** One search in a select. */
export interface Lookup {
  readonly text: string
  /** `private_metadata` of the modal the select stands in. */
  readonly metadata: string
  readonly answer: (options: readonly { readonly text: { type: 'plain_text'; text: string }; readonly value: string }[]) => Promise<void>
}
