import type { Hunk } from '../diff.ts'
import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

/** Keeps something where others will look for it. */
const STORES =
  /\b(?:insert|save\w*|persist|commit|transaction|create|update|upsert|put|write|store|flush)\s*(?:<\w+>)?\(|\bINSERT\b|\bUPDATE\b/
/** Tells others about it, or says that it is done. */
const ANNOUNCES =
  /\b(?:publish|emit|send|enqueue|notify|produce|dispatch|broadcast|ack|acknowledge|commitSync|commit_offset|basic_ack|basicAck)\w*\s*\(/i

/** What is told to others, or confirmed, before it is stored: whoever is quick does not find it, and a crash in between loses it. */
export function swapHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code') return []
  return file.diff.hunks.flatMap((hunk) => {
    const [before, after] = [stepsOf(hunk, '-'), stepsOf(hunk, '+')]
    const quote = hunk.lines.find(({ sign, text }) => sign === '+' && (ANNOUNCES.test(text) || STORES.test(text)))
    if (!isStoredFirst(before) || !isToldFirst(after) || quote === undefined) return []
    const text = `told to others before it is stored: ${quote.text.trim().slice(0, 120)}`
    return [{ kind: 'order_swapped', path: file.diff.path, text, quote: `+${quote.text}`, clarity: 0.85, amounts: null }]
  })
}

type Step = 'stores' | 'announces'

function stepsOf(hunk: Hunk, sign: '+' | '-'): readonly Step[] {
  const side = hunk.lines.filter((line) => line.sign === ' ' || line.sign === sign)
  return side.flatMap(({ text }): readonly Step[] => (ANNOUNCES.test(text) ? ['announces'] : STORES.test(text) ? ['stores'] : []))
}

function isStoredFirst(steps: readonly Step[]): boolean {
  return steps.includes('announces') && steps[0] === 'stores' && steps.at(-1) === 'announces'
}

function isToldFirst(steps: readonly Step[]): boolean {
  return steps.includes('stores') && steps[0] === 'announces'
}
