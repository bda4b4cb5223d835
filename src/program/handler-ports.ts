import type { HandlerPorts } from '../../handlers/ports.ts'
import type { Config } from '../config.ts'
import { escalate } from '../escalation/escalate.ts'
import { createJudge } from '../evaluation/record-verdict.ts'
import { findAnswer } from '../investigation/find-answer.ts'
import { receiveMention } from '../investigation/follow-up/receive-mention.ts'
import { recall } from '../investigation/recall.ts'
import type { StopBoard } from '../investigation/stop-board.ts'
import { stopRun, stopThread } from '../investigation/stop.ts'
import type { Runbooks } from '../runbooks/open-runbooks.ts'
import { refreshAnswer } from '../slack/answer-refresh.ts'
import { createChannelNames } from '../slack/channel-names.ts'
import type { SlackClients } from '../slack/clients.ts'
import { buildEscalationMessage } from '../slack/escalation-message.ts'
import { readPermalink } from '../slack/permalink.ts'
import type { Poster } from '../slack/poster.ts'
import { createScreen } from '../slack/screen.ts'
import { answerKey } from '../slack/thread-voice.ts'
import type { Store } from '../store/port.ts'
import type { Identity } from './identity.ts'

/** Options a search in a select gives at once; the person types on when theirs is not among them. */
const SEARCH_OPTIONS = 20

export interface HandlerParts {
  readonly store: Store
  readonly config: Config
  readonly clients: SlackClients
  readonly poster: Poster
  readonly board: StopBoard
  readonly runbooks: Runbooks
  readonly identity: Identity
  readonly clock: () => Date
}

/** Gives the handlers their use cases, each with what it needs. */
export function buildHandlerPorts({ store, config, clients, poster, board, runbooks, identity, clock }: HandlerParts): HandlerPorts {
  const { users } = config.policy.approvers
  const starting = { store, channels: config.channels, channelName: createChannelNames(clients.messages, clock) }
  return {
    botUserId: identity.botUserId,
    home: { botUserId: identity.botUserId, channels: config.channels },
    screen: createScreen(clients.interactive),
    mayJudge: (userId) => users.length === 0 || users.includes(userId),
    receive: (mention) => receiveMention(mention, starting),
    stopThread: (thread, by) => stopThread(thread, by, { store, board, clock }),
    stopRun: (stop) => stopRun(stop, { store, board, clock }),
    findAnswer: (click) => findAnswer({ ...click, postKey: answerKey(click.diagnosisId) }, store),
    judge: createJudge({ store }),
    escalate: (escalation) =>
      escalate(escalation, { store, targets: config.escalation.targets.map(({ id }) => id), deliver: deliverPacket(clients, poster) }),
    searchEntities: (diagnosisId, text) => store.searchEntities(diagnosisId, text, SEARCH_OPTIONS),
    refreshAnswer: (diagnosisId) => refreshAnswer(diagnosisId, { store, poster, recall: (row) => recall(row, { store, runbooks }) }),
    async reply({ key, channelId, threadTs, text }) {
      await poster.post({ key, channelId, threadTs, message: { text, blocks: [] } })
    },
  }
}

function deliverPacket(clients: SlackClients, poster: Poster): Parameters<typeof escalate>[1]['deliver'] {
  return async ({ key, targetChannelId, packet, incident }) => {
    const permalink = await readPermalink(clients.messages, { channelId: incident.channelId, messageTs: incident.threadTs })
    const message = buildEscalationMessage(packet, { channelId: incident.channelId, permalink })
    const { messageTs } = await poster.post({ key, channelId: targetChannelId, threadTs: null, message })
    return messageTs
  }
}
