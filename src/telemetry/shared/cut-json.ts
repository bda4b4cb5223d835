/**
 * What is whole of a JSON text that was cut somewhere: the last unfinished member is dropped and what was open is closed. Undefined when the text
 * is damaged in another way or nothing of it is whole.
 */
export function parseCutJson(text: string): unknown {
  const { end, open } = lastWhole(text)
  try {
    return end === 0
      ? undefined
      : JSON.parse(
          text.slice(0, end) +
            open
              .map((bracket) => CLOSING[bracket])
              .toReversed()
              .join(''),
        )
  } catch {
    return undefined
  }
}

const CLOSING = { '{': '}', '[': ']' } as const
type Opening = keyof typeof CLOSING
/** A string, or one character of structure. */
const TOKEN = /"(?:[^"\\]|\\.)*"|[{}[\],]/gs

/** Where the last member ends that is followed by a comma or a bracket, and which brackets are open there, outermost first. */
function lastWhole(text: string): { readonly end: number; readonly open: readonly Opening[] } {
  const open: Opening[] = []
  let whole: { end: number; open: readonly Opening[] } = { end: 0, open: [] }
  for (const { 0: token, index } of text.matchAll(TOKEN)) {
    if (token === '{' || token === '[') open.push(token)
    else if (token === '}' || token === ']') {
      open.pop()
      whole = { end: index + 1, open: [...open] }
    } else if (token === ',') whole = { end: index, open: [...open] }
  }
  return whole
}
