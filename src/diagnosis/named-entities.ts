import { ownValue } from '../domain/own-value.ts'
import { parseEntity, type EntityId } from '../domain/entity.ts'
import type { Evidence } from '../domain/evidence.ts'
import { rowsOf } from '../domain/reading.ts'

/** Words under which a kind appears in records that do not spell it as Kubernetes does; a provider is met as the address of a peer, a certificate in a failed handshake, a pod as what is assigned. */
const KIND_WORDS: Readonly<Record<string, readonly string[]>> = {
  FeatureFlag: ['flag'],
  Certificate: ['.cert.', 'certpath', 'x509', 'handshake'],
  Provider: ['http', 'peer', 'server.address'],
  Pod: ['assigned', 'scheduled'],
  ResourceQuota: ['quota'],
  PersistentVolumeClaim: ['claim'],
  ValidatingWebhookConfiguration: ['webhook'],
  // A host that a caller asks for is what it takes for a Service.
  Service: ['"host"'],
}
const ENTITY_FIELDS = ['entity', 'service', 'caller', 'callee'] as const

/**
 * Tells whether a reading names an entity: as its object or subject, as an owner or a reference inside an object, or as the missing thing that a
 * message speaks of. Inside text both the kind and the whole name must stand in the same record.
 */
export function createNameTest(evidence: readonly Evidence[]): (entity: EntityId) => boolean {
  // People's words may name anything; what exists is for telemetry to say.
  const readings = evidence.filter(({ source }) => source !== 'people')
  const rows = readings.flatMap(({ reading }) => rowsOf<Readonly<Record<string, unknown>>>(reading as never))
  const subjects = new Set(rows.flatMap((row) => ENTITY_FIELDS.map((field) => row[field])))
  const scopes = new Set([...subjects].flatMap((subject) => (typeof subject === 'string' ? [subject.split('/')[0]] : [])))
  let texts: readonly string[] | undefined
  return (entity) => {
    if (subjects.has(entity)) return true
    const { kind, name } = parseEntity(entity)
    if (kind === 'Namespace' && scopes.has(name)) return true
    texts ??= rows.map((row) => JSON.stringify(row).toLowerCase())
    return texts.some((text) => speaksOf(text, kind, name))
  }
}

function speaksOf(text: string, kind: string, name: string): boolean {
  const words = [kind.toLowerCase(), ...(ownValue(KIND_WORDS, kind) ?? [])]
  const isAddressed = kind === 'Provider' && text.includes(`${name.toLowerCase()}:443`)
  return (isAddressed || words.some((word) => text.includes(word))) && hasWholeWord(text, name.toLowerCase())
}

function hasWholeWord(text: string, word: string): boolean {
  for (let at = text.indexOf(word); at >= 0; at = text.indexOf(word, at + 1)) {
    const around = `${text[at - 1] ?? ' '}${text[at + word.length] ?? ' '}`
    if (!/[a-z0-9_]/.test(around)) return true
  }
  return false
}
