import type { Hazard } from '../hazard.ts'
import type { TouchedFile } from '../touched.ts'

/** Goes on at once when it cannot have what it asks for. Go: the empty way out of a `select`. */
const GIVES_UP =
  /put_nowait|get_nowait|\.offer\(|try_?(?:send|lock|acquire|push|recv)\w{0,40}\(|LOCK_NB|\bNOWAIT\b|SKIP LOCKED|set_?non_?blocking\(true/i
const EMPTY_WAY_OUT = /^\s*default:\s*$/
const CHANNEL = /<-/
const SELECT = /^\s*select\s*\{/

/** What gave up at once when the other side was not ready now waits for it, and with it all that comes after. */
export function waitingHazards(file: TouchedFile): readonly Hazard[] {
  if (file.diff.kind !== 'code') return []
  const shown = lostWayOut(file) ?? lostTry(file)
  if (shown === null) return []
  const text = `what gave up at once now waits: ${shown.slice(1).trim().slice(0, 120)}`
  return [{ kind: 'blocking_added', path: file.diff.path, text, quote: shown, clarity: 0.85, amounts: null }]
}

function lostWayOut({ diff }: TouchedFile): string | null {
  const hunk = diff.hunks.find(({ lines }) => lines.some(({ sign, text }) => sign === '-' && EMPTY_WAY_OUT.test(text)))
  const line = hunk?.lines.find(({ sign, text }) => sign === '+' && CHANNEL.test(text))
  const hadSelect = hunk?.lines.some(({ sign, text }) => sign !== '+' && SELECT.test(text))
  const hasWayOut = hunk?.lines.some(({ sign, text }) => sign === '+' && EMPTY_WAY_OUT.test(text))
  return line === undefined || hadSelect !== true || hasWayOut === true ? null : `+${line.text}`
}

function lostTry({ removed, added }: TouchedFile): string | null {
  const gone = removed.find((line) => GIVES_UP.test(line))
  return gone === undefined || added.some((line) => GIVES_UP.test(line)) ? null : `-${gone}`
}
