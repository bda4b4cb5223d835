import type { Hunk } from '../diff.ts'
import type { Hazard, HazardKind } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

const LEAVES = /^\s*(?:return|continue|break|next)\b|[)\]:]\s*(?:return|continue|break)\b[^.]{0,200}$/
/** Steps that end what was begun; whoever leaves before them leaves it open. */
const COMPLETES: readonly (readonly [HazardKind, RegExp, string])[] = [
  [
    'call_removed',
    /\.(?:ack|acknowledge|basic_?ack|ack_?message|commit(?:Sync|Async|Offsets)?|complete(?:Message)?|delete_?message|mark_?done|task_?done)\(/i,
    'a new way out leaves the message or transaction open',
  ],
  [
    'resource_leak',
    /\.(?:unlock|r?unlock|release|close|dispose|put_?conn|return_?object|disconnect|done)\(/i,
    'a new way out does not release what was taken',
  ],
]
/** Done on every way out, wherever that is. */
const ON_EVERY_WAY = /\b(?:defer|finally|ensure|using|with|try\s*\()\b/

/** An early exit that a commit put before the step which ends the work. */
export function earlyExitHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code') return []
  const added = new Set(file.added)
  return file.diff.hunks.flatMap((hunk) => exitIn(hunk, file, added)).slice(0, 1)
}

function exitIn({ lines }: Hunk, file: TouchedFile, added: ReadonlySet<string>): readonly Hazard[] {
  const at = lines.findIndex(({ sign, text }) => sign === '+' && LEAVES.test(text) && added.has(text))
  const exit = lines[at]
  if (exit === undefined || lines.some(({ text }) => ON_EVERY_WAY.test(text))) return []
  const later = lines.slice(at + 1).filter(({ sign }) => sign === ' ')
  const before = lines.slice(0, at).filter(({ sign }) => sign !== '-')
  return COMPLETES.flatMap(([kind, pattern, text]) => {
    const isLeftOut = later.some((line) => pattern.test(line.text)) && !before.some((line) => pattern.test(line.text))
    return isLeftOut
      ? [{ kind, path: file.diff.path, text: `${text}: ${exit.text.trim()}`, quote: `+${exit.text}`, clarity: 0.8, amounts: null }]
      : []
  })
}
