import { isTrouble } from '../scene/symptoms/news.ts'
import type { EntityId } from '../../domain/entity.ts'
import type { Symptom } from '../scene/symptoms/symptom.ts'
import { isDosed } from './dose-fit.ts'
import { doubtOf } from './doubts.ts'
import { EFFECTS } from './effects.ts'
import type { Hazard } from './hazard.ts'
import { quantityFit } from './quantity-fit.ts'
import { scheduleFit } from './schedule-fit.ts'
import { WAY_TRUST, type Shipment } from './shipping.ts'
import { spokenWords } from './spoken.ts'
import { termsOf } from './terms.ts'
import { alignment, hasStartedBefore, timeFit } from './timing.ts'
import type { TouchedFile } from './touched.ts'

/** A hazard, the service that got it, and how the symptoms there fit it. Every part is 0 to 1. */
export interface Link {
  readonly hazard: Hazard
  readonly shipment: Shipment
  /** Where the symptoms of the hazard are seen: the service that got it, or a caller of it. */
  readonly victim: EntityId
  readonly parts: {
    readonly where: number
    readonly when: number
    /** The symptoms are of the class that this hazard produces. */
    readonly what: number
    /** Error text or metric names speak of what the diff touches. */
    readonly words: number
    /** The old and new amounts fit what was measured, or a matching measure departed when it was shipped. */
    readonly amounts: number
  }
  readonly score: number
  /** Symptoms that fit, best first: they are quoted. */
  readonly fitting: readonly Symptom[]
  readonly shared: readonly string[]
}

export interface FitInput {
  readonly hazard: Hazard
  readonly touched: readonly TouchedFile[]
  readonly message: string
  readonly shipment: Shipment
  /** Symptoms of failures and news, all entities, ascending by time. */
  readonly symptoms: readonly Symptom[]
  readonly rarity: (term: string) => number
}

/** What each part adds when it holds; the sum with a plain hazard is 1. Chosen on invented diffs: words and class carry most. */
const SHARE = { what: 0.35, words: 0.3, amounts: 0.2, clarity: 0.15 } as const
/** Share of telling words from which a symptom counts without being of a class that the hazard makes. */
const TELLING_WORDS = 0.6

/** What a fit without its own symptom keeps where fits are put in order. */
const STANDING_WITHOUT_OWN_SYMPTOM = 0.9

/** How a victim hangs together with the changed service. */
interface Tie {
  /** 0 to 1. */
  readonly nearness: number
  /** True when its load shows that the change reached it. */
  readonly isTraced?: boolean
}

/** How the symptoms of `victim` fit the hazard; null: no symptom, or an older one. */
export function fitAt(input: FitInput, victim: EntityId, { nearness, isTraced = false }: Tie): Link | null {
  const { hazard, shipment } = input
  const here = input.symptoms.filter((symptom) => symptom.unit === victim && isTrouble(symptom))
  const effect = EFFECTS[hazard.kind]
  const direct = here.filter((symptom) => effect.direct.some((kind) => symptom.about.has(kind)))
  const indirect = here.filter((symptom) => effect.indirect.some((kind) => symptom.about.has(kind)))
  const spoken = spokenWords(input, here)
  const candidates = direct.length > 0 ? direct : indirect.length > 0 ? indirect : spoken.words >= TELLING_WORDS ? here : []
  if (candidates.length === 0 || hasStartedBefore(candidates, shipment.at)) return null
  const when = timeFit(effect.pace, candidates, shipment.at)
  const hasDose =
    isTraced ||
    isDosed(
      hazard,
      input.symptoms.filter(({ unit }) => unit === victim),
      shipment.at,
    )
  const what = direct.length > 0 || hasDose ? 1 : indirect.length > 0 ? 0.5 : 0
  const amounts = Math.max(hasDose ? 1 : 0, quantityFit(hazard, here), scheduleFit(hazard, candidates), alignment(candidates, shipment.at))
  const where = WAY_TRUST[shipment.way] * nearness
  const parts = { where, when, what, words: spoken.words, amounts }
  const sum = SHARE.what * what + SHARE.words * parts.words + SHARE.amounts * amounts + SHARE.clarity * hazard.clarity
  const doubt = doubtOf(hazard, parts, here)
  const fitting = [...candidates].sort((a, b) => closeness(b, input, direct) - closeness(a, input, direct))
  return { hazard, shipment, victim, parts, score: where * when * sum * doubt, fitting, shared: spoken.shared }
}

/** Of two that fit about as well, the one whose very own symptom is seen goes first. */
export function standingOf({ score, parts }: Link): number {
  return score * (parts.what < 1 ? STANDING_WITHOUT_OWN_SYMPTOM : 1)
}

function closeness(symptom: Symptom, input: FitInput, direct: readonly Symptom[]): number {
  const file = input.touched.find((touched) => touched.diff.path === input.hazard.path)
  const terms = termsOf([...(file?.removed ?? []), ...(file?.added ?? [])].join('\n'))
  const shared = [...termsOf(symptom.said)].filter((term) => terms.has(term)).length
  return (direct.includes(symptom) ? 2 : 0) + shared + (symptom.source === 'log' ? 0.5 : 0)
}
