import { parseEntity, type EntityId } from '../../../domain/entity.ts'
import type { Argument } from '../../../domain/evidence.ts'
import { carriedSecrets, type CarriedSecret } from '../../scene/kubernetes/carried-secrets.ts'
import { quoteState, currentState } from '../../scene/kubernetes/states-and-events.ts'
import type { ObjectVersion, Scene } from '../../scene/scene.ts'
import type { Symptom } from '../../scene/symptoms/symptom.ts'
import { because } from '../family.ts'
import { workloadOf } from './workloads.ts'

/** A kind of credential: how logs speak of it, and what people call the Secret, key or variable that holds it. */
interface Credential {
  readonly said: RegExp
  readonly named: RegExp
}

const CREDENTIALS: readonly Credential[] = [
  { said: /token|jwt/i, named: /token|bearer/i },
  { said: /passw|WRONGPASS|NOAUTH|(?:access denied|authentication failed) for user/i, named: /passw|pwd/i },
  { said: /licen[cs]e/i, named: /licen[cs]e/i },
  { said: /key|client.secret|SignatureDoesNotMatch/i, named: /key|client.?secret/i },
]
/** What a program checks the credentials of others with, or proves its own name with in a handshake. */
const ITS_OWN = /sign|verif|jwks|jwt.?(?:secret|key)|tls|\.(?:key|crt|pem)$/i

/** A Secret that holds the credential that somebody speaks of, and where that is written. */
export interface Carrier {
  readonly secret: EntityId
  readonly use: Argument
}

/**
 * The Secret that holds what is spoken of, of the first speaker that carries one, callers before whom they call: who is asked carries what it checks with.
 * Null when nobody carries one, or it is not told which of several it is.
 */
export function carrierOf(said: readonly Symptom[], scene: Scene): Carrier | null {
  for (const { entity, text } of callersFirst(said, scene)) {
    const state = currentState(workloadOf(entity, scene), scene)
    const secret = state === null ? null : holderOf(text, carriedSecrets(state, scene.objects))
    if (state === null || secret === null) continue
    return { secret, use: useOf(secret, state, 'it') }
  }
  return null
}

/** Where a workload writes down that it has something from a Secret. */
export function useOf(secret: EntityId, state: ObjectVersion, what: string): Argument {
  const { name } = parseEntity(secret)
  const quote = quoteState(state, `secretName: ${name}`, `name: ${name}`)
  return because(`${parseEntity(state.row.entity).name} has ${what} from the Secret ${name}`, quote)
}

function callersFirst(said: readonly Symptom[], { graph }: Scene): readonly Symptom[] {
  const speakers = new Set(said.map(({ entity }) => entity))
  const asked = new Set([...speakers].flatMap((speaker) => graph.from(speaker, 'calls').filter((callee) => callee !== speaker)))
  return said.toSorted((a, b) => Number(asked.has(a.entity)) - Number(asked.has(b.entity)))
}

/** The one that is called what the text speaks of; else the only one there is, unless it is called something else. */
function holderOf(text: string, carried: readonly CarriedSecret[]): EntityId | null {
  const spoken = CREDENTIALS.find(({ said }) => said.test(text))
  const named = carried.filter(({ names }) => spoken !== undefined && isCalled(names, spoken))
  const unnamed = carried.filter(
    ({ names }) => !names.some((name) => ITS_OWN.test(name)) && !CREDENTIALS.some((one) => isCalled(names, one)),
  )
  const [only, ...others] = named.length > 0 ? named : carried.length === 1 ? unnamed : []
  return only === undefined || others.length > 0 ? null : only.entity
}

function isCalled(names: readonly string[], { named }: Credential): boolean {
  return names.some((name) => named.test(name) && !ITS_OWN.test(name))
}
