/** One object's part of a `kubectl describe` output. */
export interface Description {
  readonly text: string
  /** Line of the file at which it begins, from 1. */
  readonly line: number
}

/** kubectl prints the name first, two blanks or more before the value, and two empty lines between objects. */
const NAME_LINE = /^Name: +\S/
/** What follows the name in every describer of kubectl, at once or after one other of these. */
const SECOND_LINE =
  /^(?:Namespace|Labels|Annotations|Roles|Priority|Address|IsDefaultClass|Created on|CreationTimestamp|Value|StorageClass|Provisioner): /

/** What kubectl says before an output, where people keep both in one file. */
const SAID_BEFORE = /^(?:Warning: |\$ |W\d{4} )/

/**
 * The objects that a text describes, in its order; none when kubectl did not print it, or printed it in words that are not English. Never throws.
 * Source: k8s.io/kubectl/pkg/describe.
 */
export function splitDescriptions(text: string): readonly Description[] {
  const lines = text.split('\n').map((line) => line.replace(/\r$/, ''))
  const starts = lines.flatMap((line, index) => (NAME_LINE.test(line) && isStart(lines, index) ? [index] : []))
  return starts.map((start, index) => ({ text: lines.slice(start, starts[index + 1]).join('\n'), line: start + 1 }))
}

function isStart(lines: readonly string[], index: number): boolean {
  const before = lines[index - 1]?.trim() ?? ''
  return (before === '' || SAID_BEFORE.test(before)) && SECOND_LINE.test(lines[index + 1] ?? '')
}
