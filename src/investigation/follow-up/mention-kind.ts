import { NOT_DONE, STATEMENT_PATTERNS, type StatementPattern } from './statement-patterns.ts'

/** What a mention in the thread of a run wants. `unknown` says something that no pattern knows. */
export type MentionKind = 'again' | 'question' | 'statement' | 'unknown'

/** Ways to ask for a new run, at the beginning of the message or as all of it. */
const AGAIN_PATTERNS: readonly RegExp[] = [
  /^(?:please |can you |could you |now )*(?:re-?investigate|re-?run|re-?check|restart the (?:run|investigation))\b/i,
  /^(?:please |can you |could you |now )*(?:investigate|look|check|run|try|read|analy[sz]e|diagnose)(?: (?:it|this|that|everything|all|the incident))? (?:again|anew|afresh|once more)\b/i,
  /^(?:please |can you |could you |now )*(?:start over|start (?:a )?new (?:run|investigation)|new (?:run|investigation)|take (?:another|a new|a fresh) look)\b/i,
  /^again[.!?]*$/i,
]

const INTERROGATIVES =
  /^(?:so |and |but |ok(?:ay)? |please |hey )*(?:what|why|which|who|whom|whose|where|when|how|is|are|was|were|am|did|does|do|can|could|should|would|will|has|have|isn['’]?t|wasn['’]?t|aren['’]?t|didn['’]?t|show|list|give|tell|explain|paste|print|display|any)\b/i
/** Where one assertion ends and another may begin. */
const CLAUSE_END =
  /(?<![.!?;\n])[.!?;\n]+(?=\s|$)|,\s*(?:and |but |so |then |which )?|\s{1,8}(?:and|but)\s+(?:then\s+)?(?=(?:we|i|they|it|that|this|the|still|did|errors?|rolled|restarted|scaled|turned|switched|deployed|reverted|disabled|enabled)\b)|\s{1,8}(?:after|when|once|because)\s+(?=(?:we|i|they|somebody|someone)\b)/i

/** A clause in which a pattern was recognised. */
export interface RecognisedClause {
  readonly clause: string
  readonly pattern: StatementPattern
  /** The words that may name what it is about; empty when the pattern has no place for them. */
  readonly rest: string
}

/** Reads the kind of a mention from its words alone. A question that also states something is a statement: what is stated must not be lost. */
export function readMentionKind(words: string): MentionKind {
  if (AGAIN_PATTERNS.some((pattern) => pattern.test(words.trim()))) return 'again'
  if (recogniseClauses(words).length > 0) return 'statement'
  return words.trim() === '' || sentencesOf(words).some(isQuestion) ? 'question' : 'unknown'
}

/** The clauses of a message that state something, in order; questions, denials and plans are left out. `cut` takes times out of a clause first. */
export function recogniseClauses(words: string, cut: (clause: string) => string = (clause) => clause): readonly RecognisedClause[] {
  return sentencesOf(words)
    .filter((sentence) => !isQuestion(sentence))
    .flatMap((sentence) => sentence.split(CLAUSE_END))
    .flatMap((clause) => {
      const plain = clause.trim()
      return plain === '' || isQuestion(plain) ? [] : (recognise(plain, cut(plain)) ?? [])
    })
}

function recognise(clause: string, plain: string): RecognisedClause | null {
  for (const pattern of STATEMENT_PATTERNS) {
    const match = pattern.pattern.exec(plain)
    if (match === null) continue
    const rest = (match.groups?.['rest'] ?? '').trim()
    // A passive deed has its words before the verb; a denial stands there or between subject and verb.
    const before = plain.slice(0, match.index) + (match[0].startsWith(rest) ? match[0] : '')
    return pattern.isDeed && NOT_DONE.test(before) ? null : { clause, pattern, rest }
  }
  return null
}

function isQuestion(sentence: string): boolean {
  return sentence.trim().endsWith('?') || INTERROGATIVES.test(sentence.trim())
}

/** Split behind the mark that ends each, which stays; a question after a comma is a sentence of its own. */
function sentencesOf(words: string): readonly string[] {
  return words.split(/(?<=[.!?;])\s+|\n+|,\s+(?=(?:did|does|is|are|was|has|what|why|which|who|when|how|could|can|should)\b)/i)
}
