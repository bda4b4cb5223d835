import { describe, expect, it } from 'vitest'
import { buildPacket } from '../../src/escalation/packet.ts'
import { summariseWeek } from '../../src/evaluation/digest.ts'
import { buildLoadingModal, buildReceiptsModal, buildRivalsModal } from '../../src/slack/details-modals.ts'
import { buildAnswerMessage } from '../../src/slack/diagnosis-message.ts'
import { buildCorrectionModal, causeOptions } from '../../src/slack/correction-modal.ts'
import { buildDigestMessage } from '../../src/slack/digest-message.ts'
import { buildEscalationMessage } from '../../src/slack/escalation-message.ts'
import { buildFollowUpMessage } from '../../src/slack/follow-up-message.ts'
import { buildHomeView } from '../../src/slack/home-view.ts'
import { buildEndedProgressMessage, buildProgressMessage } from '../../src/slack/progress-message.ts'
import { renderDisplay } from '../../src/local-slack/page/render-display.ts'
import { hostileDiagnosis } from '../support/hostile-diagnosis.ts'
import { ACTING_CHARACTERS, HOSTILE_WORDS as BAD } from '../support/hostile-words.ts'

const AT = new Date('2026-05-27T14:05:00Z')
const ENTITY = hostileDiagnosis().rootCauses[0]?.entity ?? 'shop/Deployment/a'
const RUN = { investigationId: 'i1', question: BAD, askedBy: BAD, environment: BAD }
const VERDICT = { diagnosisId: 'd1', word: 'partial' as const, trueCauses: [ENTITY], note: BAD, by: BAD, at: AT }
const INCIDENT = { id: 'n1', teamId: 'T1', channelId: BAD, threadTs: '1.1', environment: BAD, title: BAD, openedBy: BAD, openedAt: AT }
const PAST = {
  incidentId: 'n0',
  channelId: BAD,
  environment: BAD,
  openedAt: AT,
  title: BAD,
  outcome: 'diagnosis' as const,
  causes: [],
  verdict: VERDICT,
}
const ITEM = { incident: INCIDENT, diagnosisId: 'd1', outcome: 'diagnosis' as const, mechanism: BAD, verdict: null, secondsToDiagnosis: 60 }

function answerOf(diagnosis = hostileDiagnosis()) {
  const escalation = { by: BAD, at: AT, channelId: BAD, isDelivered: true }
  return buildAnswerMessage({
    diagnosisId: 'd1',
    diagnosis,
    status: { stoppedBy: BAD, verdicts: [VERDICT], escalations: [escalation] },
    recall: { seenBefore: PAST, runbook: { file: BAD, heading: BAD, line: 3 } },
  })
}

const FOLLOW_UP = {
  schema: 'firstcause.follow-up/1' as const,
  kind: 'stated' as const,
  lead: BAD,
  points: [{ text: BAD, receipts: ['R1' as const] }],
  notes: [BAD],
  receipts: hostileDiagnosis().receipts,
  model: BAD,
  diagnosis: hostileDiagnosis(),
  stats: { turns: 1, inputTokens: 1, outputTokens: 1, costUsd: null },
}

/** Everything that is ever sent, with the hostile text in each field of what it is built from. */
const SENT: Readonly<Record<string, object>> = {
  'the answer': answerOf(),
  'the answer without a cause': answerOf({ ...hostileDiagnosis(), outcome: 'inconclusive', rootCauses: [] }),
  'the answer of a healthy system': answerOf({ ...hostileDiagnosis(), outcome: 'no_cause', rootCauses: [] }),
  'the progress': buildProgressMessage(RUN, { doing: BAD, done: 1, total: 2, leading: { entity: ENTITY, mechanism: BAD } }, 1),
  'the end of a run that failed': buildEndedProgressMessage(RUN, { kind: 'failed', what: BAD, remedy: BAD }),
  'the end of a run that was stopped': buildEndedProgressMessage(RUN, { kind: 'stopped', by: BAD, tookMs: 1, reads: 2 }),
  'an answer in the thread': buildFollowUpMessage(FOLLOW_UP),
  'the packet': buildEscalationMessage(buildPacket({ title: BAD, by: BAD, diagnosis: hostileDiagnosis() }), {
    channelId: BAD,
    permalink: `https://workspace.example/${BAD}`,
  }),
  'the digest': buildDigestMessage(summariseWeek([ITEM], { start: AT, end: AT }), BAD, () => `https://workspace.example/${BAD}`),
  'the receipts': buildReceiptsModal(hostileDiagnosis()),
  'the rivals': buildRivalsModal(hostileDiagnosis()),
  'an empty form': buildLoadingModal('Receipts'),
  'the correction': buildCorrectionModal({ diagnosisId: 'd1', channelId: 'C1', messageTs: '1.1', mode: 'change' }),
  'the options of a search': causeOptions([ENTITY.slice(0, 150) as typeof ENTITY]),
  'the home view': buildHomeView({ botUserId: BAD, channels: [{ match: 'inc-*', environment: BAD }] }),
}

interface TextObject {
  readonly type: 'mrkdwn' | 'plain_text'
  readonly text: string
  readonly verbatim?: boolean
  readonly emoji?: boolean
}

function textObjectsIn(value: unknown): readonly TextObject[] {
  if (Array.isArray(value)) return value.flatMap(textObjectsIn)
  if (typeof value !== 'object' || value === null) return []
  const isText = 'type' in value && (value.type === 'mrkdwn' || value.type === 'plain_text')
  return isText ? [value as TextObject] : Object.values(value).flatMap(textObjectsIn)
}

/** What Slack would draw of a text of ours: its code spans taken out, in which nothing means anything. */
function outsideOfCode(text: string): string {
  return text.replaceAll(/`[^`\n]*`/g, '')
}

const FORMATTING = /[*_~`]FORGED[*~`_]/
const PICTURE = /:(?:x|rocket|\+1|100):/

describe('slack, with hostile text in every field', () => {
  it.each(Object.keys(SENT))('sends no character that acts in %s', (name) => {
    const { text = '' } = SENT[name] as { readonly text?: string }
    const shown = [text, ...textObjectsIn(SENT[name]).map((one) => one.text)]

    expect(shown.filter((one) => ACTING_CHARACTERS.test(one))).toEqual([])
  })

  it.each(Object.keys(SENT))('has Slack read nothing of its own into %s', (name) => {
    const texts = textObjectsIn(SENT[name])

    expect(texts.filter(({ type, verbatim }) => type === 'mrkdwn' && verbatim !== true)).toEqual([])
    expect(texts.filter(({ type, emoji }) => type === 'plain_text' && emoji !== false)).toEqual([])
  })

  it.each(Object.keys(SENT))('lets no text become a mention, a link, formatting, a picture or a quote in %s', (name) => {
    const message = SENT[name] as { readonly text?: string }
    const mrkdwn = textObjectsIn(message).filter(({ type }) => type === 'mrkdwn')
    const texts = [...mrkdwn.map(({ text }) => text), ...(typeof message.text === 'string' ? [message.text] : [])]

    expect(texts.filter((text) => /<[!@#]|<[a-z]+:/i.test(text))).toEqual([])
    expect(texts.filter((text) => FORMATTING.test(outsideOfCode(text)) || PICTURE.test(outsideOfCode(text)))).toEqual([])
    expect(texts.flatMap((text) => text.split('\n')).filter((line) => /^\s*(?:&gt;|> ?FORGED|• R9|```)/.test(line))).toEqual([])
  })

  it.each(Object.keys(SENT).filter((name) => 'blocks' in (SENT[name] ?? {})))(
    'is drawn by the local Slack without a link or a mention in %s',
    (name) => {
      const realm = {
        workspace: { users: [{ id: 'U0FIRST0AVA', name: 'ava' }], channels: new Map([['C0ESC', { id: 'C0ESC', name: 'esc' }]]) },
      } as never
      const { blocks } = SENT[name] as { readonly blocks: readonly { readonly type: string }[] }
      const html = blocks
        .filter(({ type }) => type === 'section' || type === 'context')
        .map((block) => renderDisplay(realm, block as never).text)

      expect(html.join('')).not.toMatch(
        /<a |@ava|slack_(?:broadcast|user|channel)|<(?:strong|b|em|i|del|s|blockquote)>(?:<[^>]*>|[\s\u200b])*FORGED/,
      )
    },
  )

  it('leaves the names and times of a usual answer as they are', () => {
    const sent = JSON.stringify(buildProgressMessage({ ...RUN, question: 'why did shop/Deployment/order_desk fail at 14:02:11?' }, null, 1))

    expect(sent).toContain('why did shop/Deployment/order_desk fail at 14:02:11?')
  })
})
