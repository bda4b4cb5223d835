import type { Store, ThreadAddress } from '../store/port.ts'
import { findChannelRule, type ChannelRule } from './channel-rule.ts'

/** Somebody asked, in Slack, for an investigation. */
export interface Mention {
  readonly thread: ThreadAddress
  /** Slack ts of the message that asked. */
  readonly askedTs: string
  /** Without the mention itself; empty when it stood alone. */
  readonly question: string
  readonly by: string
  readonly at: Date
}

export interface StartPorts {
  readonly store: Pick<Store, 'startInvestigation' | 'findInvestigationsInThread'>
  readonly channels: readonly ChannelRule[]
  /** The channel's name without `#`. Throws `slack_*` when Slack does not tell. */
  readonly channelName: (channelId: string) => Promise<string>
}

export type StartOutcome =
  | { readonly kind: 'started'; readonly investigationId: string }
  /** The same message again: its run exists. */
  | { readonly kind: 'repeated'; readonly investigationId: string }
  /** Another run works in this thread. */
  | { readonly kind: 'busy'; readonly investigationId: string }
  | { readonly kind: 'not_configured'; readonly channelName: string }

/** Queues an investigation for a mention, unless the channel has no environment or a run is already at work in the thread. */
export async function startInvestigation(mention: Mention, ports: StartPorts): Promise<StartOutcome> {
  const [channelName, others] = await Promise.all([
    ports.channelName(mention.thread.channelId),
    ports.store.findInvestigationsInThread(mention.thread),
  ])
  const rule = findChannelRule(ports.channels, { id: mention.thread.channelId, name: channelName })
  if (rule === null) return { kind: 'not_configured', channelName }
  const busy = others.find(({ askedTs, state }) => askedTs !== mention.askedTs && (state === 'queued' || state === 'running'))
  if (busy) return { kind: 'busy', investigationId: busy.id }
  const { request, isNew } = await ports.store.startInvestigation({
    thread: mention.thread,
    environment: rule.environment,
    title: mention.question === '' ? `Incident in #${channelName}` : mention.question,
    question: mention.question,
    by: mention.by,
    askedTs: mention.askedTs,
    at: mention.at,
  })
  return { kind: isNew ? 'started' : 'repeated', investigationId: request.investigationId }
}
