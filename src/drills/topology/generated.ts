import type { Random } from '../random.ts'
import { type CallPlan, type Language, type Part, type ServicePlan, type TopologyPlan, call, service } from './topology.ts'
import { type Vocabulary, chooseVocabulary } from './words.ts'

/**
 * Shapes of businesses that are made from the seed. `chain`: one behind the other, few. `star`: one in the middle that asks all others.
 * `pipeline`: two namespaces with a queue between them. `layers`: up to forty services, each asking some of the next layer.
 */
export type Shape = 'chain' | 'star' | 'pipeline' | 'layers'

/** Every shape, with what each has for faults that need more than services. */
export const SHAPES: readonly { readonly name: Shape; readonly offers: readonly Part[] }[] = [
  { name: 'chain', offers: [] },
  { name: 'star', offers: ['flags', 'outside', 'queue'] },
  { name: 'pipeline', offers: ['flags', 'outside', 'queue'] },
  { name: 'layers', offers: ['flags', 'outside', 'queue'] },
]

/** Spans of a recording of real size, and its length, as for the businesses written by hand. */
const REAL_SPANS = 330_000
const REAL_SECONDS = 2400
const PROVIDERS = ['api.paperkite.example', 'rates.cobblestone.example', 'maps.fernleaf.example', 'mail.quillpost.example'] as const
/** Services in these languages have a settings file; one of them is always among those that are called. */
const FIRST_LANGUAGE: Language = 'python'
const LANGUAGES = ['python', 'go', 'java', 'rust', 'nodejs', 'dotnet'] as const

interface Draft {
  readonly random: Random
  readonly words: Vocabulary
}

/** A business of that shape with names, sizes, languages and calls by seed. The names are keys as well: nothing else knows them. */
export function generatePlan(shape: Shape, random: Random): TopologyPlan {
  const words = chooseVocabulary(random)
  const draft = { random, words }
  const services = BUILDERS[shape](draft)
  const [front = 'main', back = 'back'] = words.places
  return {
    name: shape,
    offers: SHAPES.find(({ name }) => name === shape)?.offers ?? [],
    workloadOf: words.workloadOf,
    areas: { front: [front], back: [shape === 'pipeline' ? back : front] },
    nodes: random.integer(3, shape === 'layers' ? 9 : 5),
    requestsPerSecond: 1,
    realRequestsPerSecond: REAL_SPANS / REAL_SECONDS / spansOfRequest(services),
    services,
  }
}

const BUILDERS: Readonly<Record<Shape, (draft: Draft) => ServicePlan[]>> = { chain, star, pipeline, layers }

function chain(draft: Draft): ServicePlan[] {
  const { random } = draft
  const links = named(draft, random.integer(1, 6))
  const database = store(draft)
  const services = links.map((key, index) => {
    const next = links[index + 1]
    const calls = next === undefined ? databaseCall(database) : [ask(random, next, 0.8)]
    return worker(draft, { key, index, calls })
  })
  return [...entrance(draft, links[0] ?? ''), ...services, database]
}

function star(draft: Draft): ServicePlan[] {
  const { random, words } = draft
  const leaves = named(draft, random.integer(4, 10))
  const stores = [store(draft), store(draft)]
  const hub = words.nextName()
  const queue = broker(draft, 'front')
  const services = leaves.map((key, index) =>
    worker(draft, { key, index, calls: index === 0 ? [outside(random)] : databaseCall(random.pick([...stores, null])) }),
  )
  const calls = [...leaves.map((key) => ask(random, key, 0.4)), call(queue.key, 0.5, { isOptional: true })]
  const consumers = consumersOf(draft, { area: 'front', count: 1, calls: databaseCall(stores[1] ?? null) })
  return [...entrance(draft, hub), worker(draft, { key: hub, index: 1, calls }), ...services, ...consumers, queue, ...stores, flags(draft)]
}

function pipeline(draft: Draft): ServicePlan[] {
  const { random } = draft
  const [desk = '', ...intake] = named(draft, random.integer(3, 5))
  const behind = named(draft, random.integer(2, 5))
  const [near, far] = [store(draft), { ...store(draft), area: 'back' }]
  const queue = broker(draft, 'back')
  const first = worker(draft, { key: desk, index: 0, calls: [...intake.map((key) => ask(random, key, 0.5)), call(queue.key, 0.8)] })
  const front = intake.map((key, index) =>
    worker(draft, { key, index: index + 1, calls: [...databaseCall(near), ...(index === 0 ? [ask(random, behind[0] ?? '', 0.5)] : [])] }),
  )
  const back = behind.map((key, index) => ({
    ...worker(draft, { key, index, calls: index === behind.length - 1 ? [outside(random), ...databaseCall(far)] : [] }),
    area: 'back',
  }))
  const consumers = consumersOf(draft, { area: 'back', count: random.integer(1, 3), calls: behind.map((key) => ask(random, key, 0.5)) })
  return [...entrance(draft, desk), first, ...front, ...consumers, ...back, queue, near, far, flags(draft)]
}

function layers(draft: Draft): ServicePlan[] {
  const { random } = draft
  const rows = Array.from({ length: random.integer(3, 4) }, (_, depth) =>
    named(draft, depth === 0 ? random.integer(1, 3) : random.integer(5, 9)),
  )
  const stores = Array.from({ length: random.integer(2, 4) }, () => store(draft))
  const queue = broker(draft, 'front')
  const services = rows.flatMap((row, depth) =>
    row.map((key, index) => {
      const next = (rows[depth + 1] ?? []).filter((_, column) => column % row.length === index || random.chance(0.1))
      const end = next.length > 0 ? next.map((callee) => ask(random, callee, 0.35)) : databaseCall(random.pick([...stores, null]))
      const extra =
        depth === 0 && index === 0 ? [call(queue.key, 0.5, { isOptional: true })] : depth === 1 && index === 0 ? [outside(random)] : []
      return worker(draft, { key, index: index + depth, calls: [...end, ...extra] })
    }),
  )
  const [first = '', ...others] = rows[0] ?? []
  const door = worker(draft, { key: draft.words.nextName(), index: 3, calls: [first, ...others].map((key) => ask(random, key, 0.6)) })
  const consumers = consumersOf(draft, { area: 'front', count: random.integer(1, 2), calls: [] })
  return [...entrance(draft, door.key), door, ...services, ...consumers, queue, ...stores, flags(draft)]
}

function named({ words }: Draft, count: number): string[] {
  return Array.from({ length: count }, () => words.nextName())
}

/** Who sends the requests, and the proxy that lets them in. */
function entrance({ words }: Draft, target: string): ServicePlan[] {
  const [people, door] = [`${words.nextName()}-load`, `${words.nextName()}-gate`]
  const calls = (to: string) => [call(to, 1, { timeoutSeconds: 15 })]
  return [
    service(people, [people], { area: 'front', role: 'load', language: 'python', operations: ['ask'], calls: calls(door) }),
    service(door, [door], { area: 'front', role: 'edge', language: 'rust', selfMs: 1.5, operations: ['ingress'], calls: calls(target) }),
  ]
}

function worker({ random }: Draft, plan: { key: string; index: number; calls: readonly CallPlan[] }): ServicePlan {
  const language = plan.index === 0 ? FIRST_LANGUAGE : random.pick(LANGUAGES)
  const isGrpc = random.chance(0.4)
  const noun = plan.key.replaceAll('-', '')
  return service(plan.key, [plan.key], {
    area: 'front',
    language,
    protocol: isGrpc ? 'grpc' : 'http',
    operations: isGrpc ? [`${noun}.v1.Desk/Get`, `${noun}.v1.Desk/Put`] : [`GET /${plan.key}`, `POST /${plan.key}`],
    replicas: random.chance(0.2) ? 2 : 1,
    selfMs: random.integer(3, 18),
    memoryMib: language === 'java' ? 420 : random.integer(130, 240),
    calls: plan.calls,
  })
}

function consumersOf(draft: Draft, group: { area: string; count: number; calls: readonly CallPlan[] }): ServicePlan[] {
  return named(draft, group.count).map((key, index) => ({
    ...worker(draft, { key, index: index + 1, calls: group.calls }),
    area: group.area,
    role: 'worker',
    operations: [`${key} process`],
  }))
}

function broker({ words }: Draft, area: string): ServicePlan {
  const key = `${words.nextName()}-queue`
  return service(key, [key], { area, role: 'broker', protocol: 'tcp', language: 'java', memoryMib: 640, selfMs: 2 })
}

function store({ words, random }: Draft): ServicePlan {
  const key = `${words.nextName()}-${random.pick(['db', 'store', 'pg', 'kv'])}`
  return service(key, [key], { area: 'front', role: 'database', protocol: 'tcp', selfMs: random.integer(1, 4), memoryMib: 260 })
}

function flags({ words }: Draft): ServicePlan {
  const key = `${words.nextName()}-switches`
  return service(key, [key], { area: 'front', role: 'flags', protocol: 'grpc', selfMs: 1 })
}

function ask(random: Random, key: string, least: number): CallPlan {
  return call(key, random.between(least, 0.95), { retries: random.chance(0.3) ? 1 : 0, timeoutSeconds: random.integer(3, 9) })
}

function databaseCall(database: ServicePlan | null): CallPlan[] {
  return database === null ? [] : [call(database.key, 0.9, { timeoutSeconds: 3 })]
}

function outside(random: Random): CallPlan {
  return call(random.pick(PROVIDERS), random.between(0.4, 0.8), { timeoutSeconds: random.integer(3, 6) })
}

/** Spans that one request leaves on average, retries and workers aside. */
function spansOfRequest(services: readonly ServicePlan[]): number {
  const byKey = new Map(services.map((each) => [each.key, each]))
  const spans = (key: string): number =>
    (byKey.get(key)?.calls ?? []).reduce((sum, { to, share }) => sum + share * (1 + (byKey.has(to) ? 1 + spans(to) : 0)), 0)
  return services.filter(({ role }) => role === 'load').reduce((sum, { key }) => sum + spans(key), 1)
}
