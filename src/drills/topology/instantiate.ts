import { type Random, suffixOf } from '../random.ts'
import type { Role, ServicePlan, ServiceUnit, Topology, TopologyPlan } from './topology.ts'

const DATABASE_PORTS = [5432, 6379, 3306, 27017] as const
const REGISTRIES = ['registry.harbourline.example', 'images.millpond.example', 'registry.tallyho.example'] as const

/** Gives every service of a plan its name, namespace, port and image. Databases and brokers send no traces of their own. */
export function instantiate(plan: TopologyPlan, random: Random): Topology {
  const namespaces = new Map(Object.entries(plan.areas).map(([area, names]) => [area, random.pick(names)]))
  const registry = `${random.pick(REGISTRIES)}/${suffixOf(random, 3)}`
  const release = `${random.integer(1, 6)}.${random.integer(0, 30)}.${random.integer(0, 9)}`
  const taken = new Set<string>()
  const services = plan.services.map((service) => {
    const name = service.names.find((candidate) => !taken.has(candidate) && random.chance(0.5)) ?? firstFree(service, taken)
    taken.add(name)
    return unitOf(service, {
      name,
      workload: plan.workloadOf?.(name) ?? name,
      namespace: namespaces.get(service.area) ?? service.area,
      image: `${registry}/${name}:${release}`,
      random,
    })
  })
  return {
    name: plan.name,
    namespaces: [...new Set(namespaces.values())],
    nodes: plan.nodes,
    requestsPerSecond: plan.requestsPerSecond,
    realRequestsPerSecond: plan.realRequestsPerSecond,
    services,
    byKey: new Map(services.map((unit) => [unit.key, unit])),
  }
}

function unitOf(
  plan: ServicePlan,
  given: { name: string; workload: string; namespace: string; image: string; random: Random },
): ServiceUnit {
  const { names: _names, ...rest } = plan
  const { random, ...own } = given
  return {
    ...rest,
    ...own,
    selfMs: plan.selfMs * random.between(0.7, 1.6),
    port: portOf(plan.role, random),
    isInstrumented: plan.role !== 'database' && plan.role !== 'broker' && plan.role !== 'flags',
  }
}

function portOf(role: Role, random: Random): number {
  if (role === 'database') return random.pick(DATABASE_PORTS)
  if (role === 'broker') return random.pick([9092, 5672, 4222])
  return random.integer(30, 99) * 100 + random.pick([0, 10, 50, 80, 90])
}

function firstFree(plan: ServicePlan, taken: ReadonlySet<string>): string {
  return plan.names.find((name) => !taken.has(name)) ?? `${plan.key}-svc`
}
