import { entity, podEntities } from './acts.ts'
import { type FaultKind, singleCause } from './fault.ts'

/** A record that the consumer cannot read: it ends, is restarted, reads the same record again, and ends. */
export const poisonRecord: FaultKind = {
  name: 'poison_record',
  needs: ['queue'],
  plan(context) {
    const { random, world, at } = context
    const unit = random.pick(world.topology.services.filter((each) => each.role === 'worker'))
    context.struck.add(unit)
    const offset = random.integer(20_000, 90_000)
    const lastWords = `panic: cannot decode record at topic orders partition ${random.integer(0, 5)} offset ${offset}: unexpected token at position ${random.integer(3, 400)}`
    return singleCause(context, {
      mechanism: 'poison_record',
      entities: (after) => [entity(unit, 'Deployment'), ...podEntities(after, unit), entity(unit, 'Service')],
      steps: [
        {
          at,
          apply: (now) =>
            void now.conditions.push({
              service: unit.key,
              from: at,
              to: Number.POSITIVE_INFINITY,
              exit: { exitCode: 2, reason: 'Error', lastWords },
            }),
        },
      ],
    })
  },
}
