/** The closed list of questions that are answered without a model. */
export type QuestionKind =
  | 'checked'
  | 'said'
  | 'ruled_out'
  | 'show'
  | 'rivals'
  | 'why_not'
  | 'now'
  | 'affected'
  | 'next'
  | 'changed'
  | 'when'
  | 'why'

interface QuestionPattern {
  readonly kind: QuestionKind
  readonly pattern: RegExp
}

/** The named table of everything that is understood in a question. The first that matches counts. */
const QUESTION_PATTERNS: readonly QuestionPattern[] = [
  {
    kind: 'checked',
    pattern: /\b(?:what|which|where|whether|how much)\b.{0,60}\b(?:you|was|were|been)\b.{0,60}\b(?:check|look|read|examin|cover|search)/i,
  },
  { kind: 'checked', pattern: /\b(?:did|have|has|haven['’]?t|didn['’]?t) you\b.{0,200}\b(?:check|look|read|consider|see|examin)/i },
  {
    kind: 'checked',
    pattern: /\bnot (?:been )?checked\b|\bunchecked\b|\bblind spots?\b|\bwhat(?:['’]s| is| was)? missing\b|\bleft out\b/i,
  },
  {
    kind: 'said',
    pattern:
      /\b(?:people|they|we|anybody|anyone|somebody|someone|the team|who)\b.{0,200}\b(?:say|says|said|stated?|tell|told)\b|\bstatements?\b/i,
  },
  { kind: 'ruled_out', pattern: /\b(?:rul(?:e|ed|ing) out|eliminat\w*|exclud\w*|dismiss\w*)\b/i },
  {
    kind: 'show',
    pattern:
      /\b(?:show|give|list|see|paste|print|display|get|any)\b.{0,200}\b(?:logs?|metrics?|traces?|spans?|(?:kubernetes )?events?|alerts?|calls?|objects?|spec|config(?:map|uration)?|graphs?|numbers)\b|\b(?:logs?|metrics?|traces?|spans?|events?|alerts?) (?:of|for|from|about|on|in|say)\b/i,
  },
  {
    kind: 'rivals',
    pattern:
      /\bwhat else\b|\b(?:other|another|second|further)\b.{0,200}\b(?:cause|candidate|possib|explan|suspect)|\balternativ|\brivals?\b|\bcandidates?\b/i,
  },
  {
    kind: 'why_not',
    pattern:
      /\bwhy (?:not|isn['’]?t|wasn['’]?t|is (?:it|this) not)\b|\bcould\b.{0,200}\b(?:be|have|cause)|\b(?:what|how) about\b|\bnot (?:the |caused by )/i,
  },
  {
    kind: 'now',
    pattern:
      /\bstill\b|\bover\b|\brecover|\bresolved?\b|\bongoing\b|\bback to normal\b|\bdid (?:it|that|this) (?:help|work)\b|\bfixed (?:now|yet)\b/i,
  },
  {
    kind: 'affected',
    pattern:
      /\baffect|\bimpact|\bblast radius\b|\bwho (?:is|are|was) (?:hurt|hit)\b|\b(?:is|are|was|were)\b.{0,200}\b(?:hit|hurt|suffer\w*|down|broken|failing|slow|ok|okay|fine|healthy|unhealthy|degraded)\b/i,
  },
  {
    kind: 'next',
    pattern:
      /\bnext\b|\bwhat (?:should|can|do|could|must) (?:we|i)\b|\bhow (?:do|can|should|could) (?:we|i)\b|\b(?:fix|mitigat\w*|remedy|remediat\w*|recommend\w*|repair|undo)\b|\broll ?back\b/i,
  },
  {
    kind: 'changed',
    pattern:
      /\bchang|\bdeploy|\breleas|\brolled out\b|\bcommit|\bflags?\b.{0,200}\b(?:switch|turn)|\bwhat happened before\b|\bwho did\b|\bwhat (?:is|was) (?:new|different)\b/i,
  },
  { kind: 'when', pattern: /\bwhen\b|\bsince\b|\bhow long\b|\btimeline\b|\bonset\b|\bstart(?:ed)?\b|\bwhat time\b/i },
  { kind: 'why_not', pattern: /\b(?:is|was|isn['’]?t|wasn['’]?t) (?:it|this|that) (?:caused by |because of |due to )?(?:the |a |an )?\w/i },
  {
    kind: 'why',
    pattern:
      /\bwhy\b|\bhow (?:do|did|can|could) you (?:know|tell)\b|\b(?:sure|certain|confiden\w*|evidence|proof|prove|receipts?|cause|culprit|explain|reason|happened|wrong)\b/i,
  },
]

/** Which question it is, or null when it is none of the closed list. */
export function questionKindOf(words: string): QuestionKind | null {
  return QUESTION_PATTERNS.find(({ pattern }) => pattern.test(words))?.kind ?? null
}

/** What can be asked, for the person whose question was not understood. */
export const CAN_BE_ASKED =
  'You can ask: what changed, why X, why not X, is X affected, what else could it be, what did you rule out, what did you check, show logs (metrics, events, traces, alerts) of X, when did it start, is it over, what next. Say “investigate again” for a new run.'
