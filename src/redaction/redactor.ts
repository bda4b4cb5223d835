import type { Reading } from '../domain/reading.ts'
import type { Examination } from './examination.ts'
import { applyMarks } from './marks.ts'
import { createNameJudge, type NameJudge } from './names/judge-name.ts'
import { redactFields } from './redact-fields.ts'
import { scan } from './scan.ts'
import { findSecretObjects } from './secret-objects.ts'
import { markDenied } from './deny-list.ts'

/**
 * What a team adds: plain data, so that it can travel to another process. An entry is a field name, in any spelling, or a literal text.
 * `allow` stays as it is; `deny` is always masked, and so is the value of a field of that name.
 */
export interface RedactionRules {
  readonly allow: readonly string[]
  readonly deny: readonly string[]
}

const NO_RULES: RedactionRules = { allow: [], deny: [] }

/** Masks secrets. The result is what is hashed, stored, shown, logged and given to a model. Masking twice changes nothing more. */
export interface Redactor {
  /** What it was made of: the way to make the same in another process. */
  readonly rules: RedactionRules
  /** One text. Text without a secret comes back unchanged; JSON stays JSON, and no line is added or removed. */
  text(text: string): string
  /** Every string of a reading, with the names of the fields around it; dates and numbers stay, apart from numbers in secret fields. */
  reading<Row>(reading: Reading<Row>): Reading<Row>
  /** Every string of a plain value, in the same way. */
  fields<Value>(value: Value): Value
}

/** Masking can bring a name beside another value; each further pass is only made while the last one changed something. */
const MAX_PASSES = 4
/** Below this nothing is a secret. */
const MIN_CHARACTERS = 4

/** A redactor with a team's rules. Keeps nothing of what it masks. */
export function createRedactor(rules: RedactionRules = NO_RULES): Redactor {
  const judgeName = createNameJudge(rules)
  const allowed = new Set(rules.allow)
  const text = (input: string) => redact(input, { judgeName, allowed, deny: rules.deny })
  const fields = <Value>(value: Value) => redactFields(value, { text, judgeName, allowed }) as Value
  return { rules, text, fields, reading: fields }
}

/** The redactor without lists of a team. */
export const defaultRedactor: Redactor = createRedactor()

interface Parts {
  readonly judgeName: NameJudge
  readonly allowed: ReadonlySet<string>
  readonly deny: readonly string[]
}

function redact(input: string, parts: Parts): string {
  let text = input
  for (let pass = 0; pass < MAX_PASSES && text.length >= MIN_CHARACTERS; pass++) {
    const masked = redactOnce(text, parts)
    if (masked === text) return text
    text = masked
  }
  return text
}

function redactOnce(text: string, { judgeName, allowed, deny }: Parts): string {
  const examination: Examination = {
    text,
    marks: [],
    judgeName,
    allowed,
    secretObjects: findSecretObjects(text),
    named: null,
    command: null,
  }
  scan(examination)
  markDenied(examination, deny)
  return examination.marks.length === 0 ? text : applyMarks(text, examination.marks)
}
