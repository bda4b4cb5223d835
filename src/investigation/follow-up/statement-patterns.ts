import type { Rows } from '../../domain/telemetry-rows.ts'

export type Act = NonNullable<Rows['statements']['act']>

/** One way to say one thing in one clause, times cut out. The group `rest` holds the words that may name what it is about. */
export interface StatementPattern {
  readonly name: string
  readonly act: Act
  readonly pattern: RegExp
  /** Deeds are not believed when the words before the verb deny, plan or imagine them. */
  readonly isDeed: boolean
}

const BEEN = String.raw`(?:was|were|got|is|are|has been|have been)(?: now| just)?`
const TROUBLE = String.raw`(?:it|this|that|things|everything|(?:the )?(?:incident|outage|problem|issue|errors?|failures?|alerts?|trouble|symptoms?|latency|timeouts?))`
const SURELY = String.raw`(?: definitely| probably| certainly| surely| likely)?`

/** `verbs` as somebody does them (`we rolled back X`) and as they are done (`X was rolled back`). */
function deed(act: Act, verbs: string): readonly StatementPattern[] {
  return [
    { name: `${act}, done to it`, act, pattern: new RegExp(String.raw`^(?<rest>.*?)\b${BEEN} (?:${verbs})\b`, 'i'), isDeed: true },
    { name: `${act}, done by somebody`, act, pattern: new RegExp(String.raw`\b(?:${verbs})\b(?<rest>.*)`, 'i'), isDeed: true },
  ]
}

function said(name: string, act: Act, pattern: RegExp): StatementPattern {
  return { name, act, pattern, isDeed: false }
}

/** The named table of everything that is understood in a statement. The first that matches a clause counts. */
export const STATEMENT_PATTERNS: readonly StatementPattern[] = [
  said('it did not help', 'continue', /\b(?:did|does|has)(?:n['’]?t| not) (?:help|work|fix|change|improve)/i),
  said(
    'no change',
    'continue',
    /\b(?:no (?:change|effect|improvement|difference)\b(?! (?:is|was|were))|made no difference|to no avail|in vain)/i,
  ),
  said(
    'it is still failing',
    'continue',
    /\bstill (?:failing|broken|down|slow|erroring|happening|there|the same|seeing|bad|red|see|fails?)\b/i,
  ),
  said('that helped', 'end', /\b(?:that|this|which|it)(?: seems? to have| has| have)? (?:helped|worked|fixed (?:it|things|everything))\b/i),
  ...deed('rollback', String.raw`rolled[ -]?back|rolling[ -]?back|reverted|undid|undone|backed out`),
  {
    name: 'rollback, verb around it',
    act: 'rollback',
    pattern: /\b(?:rolled|rolling) (?<rest>\S.{0,200}?) back\b/i,
    isDeed: true,
  },
  ...deed('switch_off', String.raw`(?:turned|switched|flipped|toggled) off|disabled`),
  {
    name: 'switch_off, verb around it',
    act: 'switch_off',
    pattern: /\b(?:turned|switched|flipped|toggled) (?<rest>\S.{0,200}?) off\b/i,
    isDeed: true,
  },
  ...deed('switch_on', String.raw`(?:turned|switched|flipped|toggled) on|enabled`),
  {
    name: 'switch_on, verb around it',
    act: 'switch_on',
    pattern: /\b(?:turned|switched|flipped|toggled) (?<rest>\S.{0,200}?) on\b/i,
    isDeed: true,
  },
  ...deed('restart', 'restarted|restarting|bounced|rebooted|recycled'),
  ...deed('scale', 'scaled(?: up| down| out| in)?|scaling(?: up| down| out)?'),
  ...deed('failover', 'failed over|drained|cordoned|rerouted|diverted'),
  ...deed('deploy', 'deployed|shipped|released|rolled out|upgraded|merged'),
  said(
    'it is not that',
    'not_cause',
    new RegExp(
      String.raw`\b(?:it|this|that|the (?:root )?cause)(?:['’]s| is| was)${SURELY} not${SURELY} (?:caused by |because of |due to )?(?<rest>.+)`,
      'i',
    ),
  ),
  said('it isn’t that', 'not_cause', /\b(?:it|this|that) (?:isn|wasn)['’]?t (?:caused by |because of |due to )?(?<rest>.+)/i),
  said(
    'that is not the cause',
    'not_cause',
    /^(?<rest>.+?) (?:is|was)(?:n['’]?t| not) (?:the |a |to )?(?:root )?(?:cause|culprit|problem|reason|blame)\b/i,
  ),
  said('not because of that', 'not_cause', /\bnot (?:caused by|because of|due to) (?<rest>.+)/i),
  said('ruled out', 'not_cause', /\b(?:ruled out|we can rule out|can exclude|excluded) (?<rest>.+)/i),
  said(
    'that is fine',
    'not_cause',
    /^(?!it\b|this\b|that\b|things\b|everything\b|all\b|errors?\b)(?<rest>.+?) (?:is|are|looks?|seems?) (?:fine|healthy|ok|okay|innocent|unrelated)\b/i,
  ),
  said(
    'that is the cause',
    'cause',
    /^(?<rest>.+?) (?:is|was)(?: definitely| probably| likely)? (?:the |to )(?:root )?(?:cause|culprit|blame)$/i,
  ),
  said(
    'caused by that',
    'cause',
    new RegExp(String.raw`\b(?:it|this|that)(?:['’]s| is| was)${SURELY} (?:caused by|because of|due to) (?<rest>.+)`, 'i'),
  ),
  said(
    'it is that',
    'cause',
    new RegExp(String.raw`^(?:i think |we think |maybe )?it(?:['’]s| is| was)${SURELY} the (?<rest>[\w./-]+)$`, 'i'),
  ),
  said('it started', 'start', new RegExp(String.raw`\b${TROUBLE}\b.{0,24}\b(?:started|began|broke|kicked off|appeared)\b`, 'i')),
  said(
    'we first saw it',
    'start',
    new RegExp(
      String.raw`\bfirst (?:saw|noticed|seen|noticing)\b|\b(?:saw|noticed) the first\b|\bhas been (?:failing|broken|down|slow) since\b`,
      'i',
    ),
  ),
  said(
    'it is over',
    'end',
    new RegExp(
      String.raw`\b${TROUBLE}\b.{0,24}\b(?:recovered|resolved|stopped|ended|cleared|went away|(?:is|are) gone|back to normal)\b`,
      'i',
    ),
  ),
  said(
    'it is fine again',
    'end',
    /\b(?:back to normal|all (?:good|clear)|(?:is|are|looks?|looking) (?:fine|ok|okay|good|healthy|green) (?:now|again))\b|\brecovered\b/i,
  ),
  ...deed('change', 'changed|edited|updated|patched|removed|deleted|added|raised|lowered|increased|decreased|reconfigured|applied|fixed'),
]

/** Words before a verb that say that the deed was not done, or not yet. */
export const NOT_DONE =
  /\b(?:not|never|nothing|none|without|nobody|no one|will|['’]ll|going to|gonna|about to|plan(?:s|ned|ning)? to|wants? to|want(?:s|ed)? us to|should|could|would|might|may|if|unless|let['’]?s|shall|tr(?:y|ying|ied) to|can|cannot|to be|before we|instead of)\b|n['’]t\b/i
