import { toolTextsOf, type SeenRequest } from './script.ts'

// What a scripted model can know: it reads the same tool answers as a real one, and nothing else.

export interface SeenCitation {
  readonly evidence_id: string
  readonly locator: string
  readonly quote: string
}

export interface SeenCandidate {
  readonly role: 'cause' | 'rival'
  readonly entity: string
  readonly mechanism: string
  readonly confidence: number
  readonly citations: readonly SeenCitation[]
  /** Entities whose symptoms it accounts for. */
  readonly explains: readonly string[]
}

const HEAD = /^(cause|rival) (\S+) (\S+), engine confidence ([\d.]+)$/
const CITATION = /\[(E\d+) ([^"\]]+) "((?:[^"]|"(?!\]))*)"\]/g

/** Candidates as `read_candidates` showed them, causes first; empty when that tool was not asked. */
export function seenCandidates(request: SeenRequest): readonly SeenCandidate[] {
  const candidates: SeenCandidate[] = []
  for (const line of toolTextsOf(request).flatMap((text) => text.split('\n'))) {
    const head = HEAD.exec(line)
    if (head)
      candidates.push({
        role: head[1] as 'cause',
        entity: head[2] ?? '',
        mechanism: head[3] ?? '',
        confidence: Number(head[4]),
        citations: [],
        explains: [],
      })
    const last = candidates.at(-1)
    if (!last) continue
    if (line.startsWith('  for: ')) candidates.splice(-1, 1, { ...last, citations: [...last.citations, ...citationsIn(line)] })
    if (line.startsWith('  accounts for '))
      candidates.splice(-1, 1, {
        ...last,
        explains: line
          .slice(15)
          .split(', ')
          .filter((entity) => entity.includes('/')),
      })
  }
  return candidates
}

/** Evidence ids that the conversation named so far, each once. */
export function seenEvidenceIds(request: SeenRequest): readonly string[] {
  const texts = [...request.messages.flatMap((message) => (message.role === 'user' ? [message.text] : [])), ...toolTextsOf(request)]
  return [...new Set(texts.flatMap((text) => text.match(/\bE\d+\b/g) ?? []))]
}

function citationsIn(line: string): SeenCitation[] {
  return [...line.matchAll(CITATION)].map(([, evidence_id = '', locator = '', quote = '']) => ({ evidence_id, locator, quote }))
}
