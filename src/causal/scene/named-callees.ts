import { parseEntity, type EntityId } from '../../domain/entity.ts'
import type { Scene } from './scene.ts'

/**
 * Which of the units that `unit` calls a text names, by their own name or by that of a Service in front of them; in the order of the graph, empty when it
 * names none. A name inside a path (`/basket`) is an operation of whoever writes, and no address.
 */
export function calleesNamedIn(text: string, unit: EntityId, { graph, objects }: Pick<Scene, 'graph' | 'objects'>): readonly EntityId[] {
  const callees = [...new Set(graph.from(unit, 'calls'))].filter((callee) => callee !== unit)
  const services = objects.current('Service').map(({ row }) => row.entity)
  return callees.filter((callee) => {
    const names = [callee, ...services.filter((service) => graph.unitOf(service) === callee)].map((entity) => parseEntity(entity).name)
    return names.some((name) => isAddressedIn(name, text))
  })
}

function isAddressedIn(name: string, text: string): boolean {
  return addressPattern(name).test(text)
}

/** A name as an address: no part of a longer name or of a path. */
export function addressPattern(name: string): RegExp {
  return new RegExp(String.raw`(?:^|[^\w/.-]|//)${RegExp.escape(name)}(?![\w-])`, 'i')
}
