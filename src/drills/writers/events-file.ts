import { type Clock, columnSecond, columnTime } from '../clock.ts'
import { type ClusterEvent, type Observe, eventObjects } from '../cluster/events.ts'
import type { Random } from '../random.ts'
import type { OrderedRows } from './ordered-rows.ts'
import { pythonDict } from './python-literal.ts'
import { objectRow } from './record-columns.ts'

/** Writes each watch notification twice, once for each API version, microseconds apart and in either order. */
export function observeInto(rows: OrderedRows, clock: Clock, random: Random): Observe {
  return (type, event) => {
    const { modern, core } = eventObjects(event, clock)
    const at = clock.now + random.between(0, 0.9)
    const copies = random.chance(0.5) ? [modern, core] : [core, modern]
    for (const [index, object] of copies.entries()) {
      const seen = at + index * random.between(0.000_002, 0.002)
      rows.add(seen, eventRow(clock, { type, event, object, seen }))
    }
  }
}

function eventRow(clock: Clock, row: { type: string; event: ClusterEvent; object: object; seen: number }): string[] {
  return objectRow({
    time: columnTime(clock, row.seen),
    second: columnSecond(clock, row.seen),
    body: JSON.stringify({ object: row.object, type: row.type }),
    resource: pythonDict({ 'k8s.namespace.name': row.event.namespace }),
    attributes: pythonDict({ 'event.domain': 'k8s', 'event.name': row.event.name, 'k8s.resource.name': 'events' }),
  })
}
