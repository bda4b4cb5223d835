import type { Diagnosis } from '../../domain/diagnosis.ts'
import { entityId, parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Evidence } from '../../domain/evidence.ts'
import { rowsOf } from '../../domain/reading.ts'

/** Finds what people name in a sentence among the things that the evidence and the answer name. */
export interface NameIndex {
  /** Things named in the text, in order of mention, each once: whole ids, names, and nouns such as `the database`. Empty when none is known. */
  find(text: string): readonly EntityId[]
  /** Words of the text that look like a name and that nothing recorded bears, in order; empty when every word is accounted for. */
  unknown(text: string): readonly string[]
}

const NAMING_FIELDS = ['entity', 'service', 'caller', 'callee'] as const
/** Of several things with one name, the one that people usually mean. */
const KIND_ORDER = ['Service', 'Deployment', 'StatefulSet', 'DaemonSet', 'ConfigMap', 'FeatureFlag', 'Node', 'NetworkPolicy']

interface Noun {
  readonly noun: string
  readonly names: RegExp
  readonly kinds?: readonly string[]
}

/** What people call a thing by its role, and the usual names of such things. */
const NOUNS: readonly Noun[] = [
  {
    noun: 'database',
    names: /(?:^|[-_.])(?:db|database|sql|postgres\w{0,80}|mysql|mariadb|mongo\w{0,80}|cassandra|cockroach\w{0,80})(?:$|[-_.\d])/i,
  },
  { noun: 'db', names: /(?:^|[-_.])(?:db|database|sql|postgres\w{0,80}|mysql|mariadb|mongo\w{0,80})(?:$|[-_.\d])/i },
  { noun: 'cache', names: /(?:^|[-_.])(?:cache|redis|valkey|memcached?)(?:$|[-_.\d])/i },
  { noun: 'queue', names: /(?:^|[-_.])(?:queue|kafka|rabbitmq|nats|broker)(?:$|[-_.\d])/i },
  { noun: 'dns', names: /(?:^|[-_.])(?:core-?dns|dns)(?:$|[-_.\d])/i },
  { noun: 'network policy', names: /./, kinds: ['NetworkPolicy'] },
  { noun: 'quota', names: /./, kinds: ['ResourceQuota'] },
  { noun: 'autoscaler', names: /./, kinds: ['HorizontalPodAutoscaler'] },
  { noun: 'flag', names: /flag|feature|toggle/i, kinds: ['ConfigMap', 'FeatureFlag'] },
]

/** Ordinary words of questions and statements; none of them is taken for a name unless the text gives a whole id. */
const ORDINARY = new Set(
  `a about after again all also an and any anything are at back be because been before but by can cause caused changed changes check checked config could
  culprit database db cache queue dns deploy deployed deployment deployments did do does down else error errors event events evidence failing fail failed
  fine flag flags for from get give graph graphs had happen happened has have healthy help how i impact impacted affected in incident is isn isnt it its
  just know last latency latest like list logs log look looked me metric metrics my network new next no node not now object objects of off ok on or other
  our out over pod pods policy problem quota autoscaler read really receipt receipts release released rollback rolled root ruled rule service services should show
  sign since slow so some spec start started state statement stated still stop such sure tell than that the their them then there these they thing
  things this those time to too trace traces traffic turned up us version was wasn wasnt we were what when where which who why will with work would wrong
  you your yes yet alert alerts around maybe think please feature recover recovered resolved fix fixed do due reason blame it's everything nothing else
  calls call span spans numbers see said say says people recent recently deploys commits commit timeline long onset affect due hit hurt broken much many`.split(
    /\s+/,
  ),
)

/** Indexes what the rows are about and what the answer names. */
export function indexNames(evidence: readonly Evidence[], diagnosis: Diagnosis | null): NameIndex {
  const known = new Set<EntityId>([...namedByAnswer(diagnosis), ...namedByRows(evidence)])
  const byName = Map.groupBy(known, (entity) => parseEntity(entity).name.toLowerCase())
  const best = (entities: readonly EntityId[]) => [...entities].sort((a, b) => rank(a, diagnosis) - rank(b, diagnosis))[0]
  const findWord = (word: string): EntityId | undefined => {
    const wanted = word.toLowerCase()
    return best(byName.get(wanted) ?? byName.get(wanted.replace(/s$/, '')) ?? [])
  }
  return {
    find(text) {
      const whole = wordsOf(text)
        .flatMap((word) => entityId.safeParse(word).data ?? [])
        .filter((entity) => known.has(entity))
      const words = plainWords(text)
      const pairs = words.map((word, index) => `${word}-${words[index + 1] ?? ''}`)
      const named = words.flatMap(
        (word, index) => findWord(pairs[index] ?? '') ?? (ORDINARY.has(word.toLowerCase()) ? [] : (findWord(word) ?? [])),
      )
      const plain = ` ${words.join(' ').toLowerCase()} `
      const nouns = NOUNS.filter(({ noun }) => plain.includes(` ${noun} `)).flatMap(
        (noun) => best([...known].filter((entity) => isOf(noun, entity))) ?? [],
      )
      return [...new Set([...whole, ...named, ...(named.length + whole.length > 0 ? [] : nouns)])]
    },
    unknown: (text) =>
      plainWords(text).filter((word) => !ORDINARY.has(word.toLowerCase()) && findWord(word) === undefined && /^[a-z][\w-]{2,}/i.test(word)),
  }
}

function isOf({ names, kinds }: Noun, entity: EntityId): boolean {
  const { kind, name } = parseEntity(entity)
  return names.test(name) && (kinds === undefined || kinds.includes(kind))
}

function rank(entity: EntityId, diagnosis: Diagnosis | null): number {
  if (diagnosis?.rootCauses.some((cause) => cause.entity === entity)) return -2
  if (diagnosis?.alternatives.some((rival) => rival.entity === entity)) return -1
  const at = KIND_ORDER.indexOf(parseEntity(entity).kind)
  return at < 0 ? KIND_ORDER.length : at
}

function wordsOf(text: string): readonly string[] {
  return text.split(/\s+/).map((word) => word.replace(/^\W+|(?<!\W)\W+$/g, ''))
}

function plainWords(text: string): readonly string[] {
  return wordsOf(text).filter((word) => word !== '')
}

function namedByAnswer(diagnosis: Diagnosis | null): readonly EntityId[] {
  return diagnosis === null ? [] : [...diagnosis.rootCauses, ...diagnosis.alternatives, ...diagnosis.ruledOut].map(({ entity }) => entity)
}

/** What rows are about. Statements name nothing into existence. */
function namedByRows(evidence: readonly Evidence[]): readonly EntityId[] {
  const rows = evidence
    .filter(({ source }) => source !== 'people')
    .flatMap(({ reading }) => rowsOf<Readonly<Record<string, unknown>>>(reading as never))
  return rows.flatMap((row) => NAMING_FIELDS.flatMap((field) => entityId.safeParse(row[field]).data ?? []))
}
