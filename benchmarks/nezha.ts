import { readdirSync } from 'node:fs'
import path from 'node:path'
import type { Diagnosis } from '../src/domain/diagnosis.ts'
import { parseEntity, type EntityId } from '../src/domain/entity.ts'
import type { BenchmarkSet, MappedAnswer } from './benchmark-set.ts'

// The set's five fault types, by the engine's mechanisms. What only shows as failing code is told apart by whether it threw.
const FAULT_TYPES: Readonly<Record<string, string>> = {
  cpu_contended: 'cpu_contention',
  cpu_consumed: 'cpu_consumed',
  cpu_overload: 'cpu_consumed',
  network_delay: 'network_delay',
  exception_thrown: 'exception',
  result_changed: 'return',
  service_slow: 'network_delay',
  service_failing: 'exception',
}

/** Nezha: traces, metrics and logs of injected faults; the answer is a ranked list of services. */
export const nezha: BenchmarkSet = {
  name: 'nezha',
  listCases: (dir) =>
    readdirSync(path.join(dir, 'cases'))
      .sort()
      .map((id) => ({ id, dir: path.join(dir, 'cases', id) })),
  mapAnswer,
}

function mapAnswer(diagnosis: Diagnosis): MappedAnswer {
  const named = [...diagnosis.rootCauses, ...diagnosis.alternatives].map(({ entity, mechanism }) => ({
    service: nameOf(entity),
    fault_type: FAULT_TYPES[mechanism] ?? 'exception',
  }))
  const top = named.filter(({ service }, index) => named.findIndex((other) => other.service === service) === index)
  return { top, claim: diagnosis.rootCauses.map(({ entity }) => nameOf(entity)) }
}

function nameOf(entity: EntityId): string {
  return parseEntity(entity).name
}
