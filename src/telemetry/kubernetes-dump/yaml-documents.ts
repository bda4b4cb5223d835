/** A piece of a YAML text that is parsed on its own; `item` as in `JsonDocument`. */
export interface YamlDocument {
  readonly text: string
  readonly item: number | null
}

const SEPARATOR = /^---(?:\s|$)/
const ITEMS = /^items:\s*$/

/**
 * Splits YAML as kubectl writes it into its documents, and a list into its items, so that one damaged item costs itself alone. The list without its items
 * comes after them as item 0. Nothing is parsed here; a text of another form is one document.
 */
export function splitYaml(text: string): readonly YamlDocument[] {
  return documentsOf(text.split('\n')).flatMap(splitList)
}

function documentsOf(lines: readonly string[]): readonly (readonly string[])[] {
  const documents: string[][] = [[]]
  for (const line of lines) {
    if (SEPARATOR.test(line)) documents.push([])
    else documents.at(-1)?.push(line)
  }
  return documents.filter((document) => document.some((line) => line.trim() !== '' && !line.startsWith('#')))
}

function splitList(lines: readonly string[]): readonly YamlDocument[] {
  const start = lines.findIndex((line) => ITEMS.test(line))
  if (start < 0) return [{ text: lines.join('\n'), item: null }]
  const length = lines.slice(start + 1).findIndex((line) => /^[^\s#-]/.test(line))
  const end = length < 0 ? lines.length : start + 1 + length
  const items = itemsOf(lines.slice(start + 1, end))
  const shell = [...lines.slice(0, start), 'items: []', ...lines.slice(end)].join('\n')
  return [...items.map((text, index) => ({ text, item: index + 1 })), { text: shell, item: 0 }]
}

/** Items begin with a dash in the column of the first one; the dash becomes a blank, so that the item is a document. */
function itemsOf(lines: readonly string[]): readonly string[] {
  const column = lines.find((line) => line.trimStart().startsWith('-'))?.indexOf('-') ?? 0
  const items: string[][] = []
  for (const line of lines) {
    if (line.charAt(column) === '-' && line.slice(0, column).trim() === '')
      items.push([`${line.slice(0, column)} ${line.slice(column + 1)}`])
    else items.at(-1)?.push(line)
  }
  return items.map((item) => item.join('\n'))
}
