import type { Block } from '../describe-block.ts'
import { compact } from './compact.ts'
import { readMetadata } from './pod-spec.ts'

/** What follows the heading; kubectl 1.36 ends it with `BinaryData` and `Events`. */
const HEADING = 'Data\n====\n'
const NEXT_SECTION = /^(?:BinaryData\n====|Events: )/m
/** A key of a ConfigMap stands alone, above a line of dashes. */
const KEY = /^([\w.-]+):\n-{4}\n/gm
/** `combination:  7 bytes`. */
const SECRET_KEY = /^([\w.-]+): +\d+ bytes$/gm

/** A ConfigMap with its texts. */
export function readConfigMap(fields: readonly Block[], text: string): Record<string, unknown> {
  const section = sectionOf(text)
  const keys = [...section.matchAll(KEY)]
  const data = keys.map((match, index) => {
    const end = keys[index + 1]?.index ?? section.length
    return [match[1] ?? '', section.slice(match.index + match[0].length, end).trimEnd()]
  })
  return compact({ metadata: readMetadata(fields), data: data.length === 0 ? undefined : Object.fromEntries(data) })
}

/** A Secret: kubectl prints its keys and how long the values are, never a value. */
export function readSecret(fields: readonly Block[], text: string): Record<string, unknown> {
  const keys = [...sectionOf(text).matchAll(SECRET_KEY)].map(([, key = '']) => [key, ''])
  return {
    metadata: readMetadata(fields),
    type: fields.find(({ key }) => key === 'Type')?.values[0],
    data: Object.fromEntries(keys),
  }
}

function sectionOf(text: string): string {
  const start = text.indexOf(HEADING)
  if (start < 0) return ''
  const section = text.slice(start + HEADING.length)
  const end = NEXT_SECTION.exec(section)?.index
  return section.slice(0, end)
}
