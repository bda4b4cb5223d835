/** Columns of the narrowest terminal that people use. */
const TERMINAL_COLUMNS = 80

/**
 * Breaks a line between words so that none is wider than `columns`; every line after the first begins with `indent` spaces. A word that alone is wider
 * stands on a line of its own.
 */
export function wrapLine(line: string, indent: number, columns: number = TERMINAL_COLUMNS): string {
  const [first = '', ...words] = line.trimStart().split(' ')
  const lead = line.slice(0, line.length - line.trimStart().length)
  const lines = [`${lead}${first}`]
  for (const word of words) {
    const last = lines.at(-1) ?? ''
    if (last.length + 1 + word.length <= columns) lines[lines.length - 1] = `${last} ${word}`
    else lines.push(`${' '.repeat(indent)}${word}`)
  }
  return lines.join('\n')
}
