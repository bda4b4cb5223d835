/**
 * What is whole of a JSON text that was cut somewhere: the last unfinished member is dropped and what was open is closed. Undefined when the text
 * is damaged in another way or nothing of it is whole. Reads each character at most three times, however deep the text is.
 */
export function parseCutJson(text: string): unknown {
  const end = lastWhole(text)
  if (end === 0) return undefined
  const whole = text.slice(0, end)
  try {
    return JSON.parse(whole + closingOf(whole))
  } catch {
    return undefined
  }
}

const CLOSING: Readonly<Record<string, string>> = { '{': '}', '[': ']' }

/** Where the last member ends that is followed by a comma or a bracket. */
function lastWhole(text: string): number {
  let end = 0
  for (const [mark, at] of marksIn(text)) {
    if (mark === '}' || mark === ']') end = at + 1
    else if (mark === ',') end = at
  }
  return end
}

/** What closes the brackets that are open at the end of a text, innermost first. */
function closingOf(text: string): string {
  const open: string[] = []
  for (const [mark] of marksIn(text)) {
    if (mark === '{' || mark === '[') open.push(CLOSING[mark] ?? '')
    else if (mark !== ',') open.pop()
  }
  return open.toReversed().join('')
}

/** Brackets and commas outside strings, with their places. A string that the cut left open runs to the end. */
function* marksIn(text: string): Generator<readonly [mark: string, at: number]> {
  const [QUOTE, BACKSLASH] = ['"', '\\']
  let isString = false
  for (let at = 0; at < text.length; at++) {
    const character = text.charAt(at)
    if (isString && character === BACKSLASH) at += 1
    else if (character === QUOTE) isString = !isString
    else if (!isString && '{}[],'.includes(character)) yield [character, at]
  }
}
