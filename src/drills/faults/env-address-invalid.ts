import { addressVariable } from '../traffic/connect.ts'
import { patchTemplate, workloadEntities } from './acts.ts'
import { type FaultKind, pickService, singleCause } from './fault.ts'

/** A deployment is rolled out with the address of a service it needs pointing nowhere. */
export const envAddressInvalid: FaultKind = {
  name: 'env_address_invalid',
  plan(context) {
    const { random, world, at } = context
    const unit = pickService(context, (each) => each.calls.some((call) => world.topology.byKey.has(call.to) && !call.isOptional))
    const call = random.pick(unit.calls.filter((each) => world.topology.byKey.has(each.to) && !each.isOptional))
    const callee = world.topology.byKey.get(call.to)
    if (!callee) throw new RangeError(`no service ${call.to}`)
    const variable = addressVariable(callee)
    const wrong = random.pick([
      `${callee.name}-v2:${callee.port}`,
      `${callee.name}:${callee.port + 1}`,
      `${callee.name}.legacy:${callee.port}`,
    ])
    return singleCause(context, {
      mechanism: 'env_address_invalid',
      entities: (after) => workloadEntities(after, unit),
      onset: at + 10,
      steps: [
        {
          at,
          apply: (now) =>
            patchTemplate(now, unit, {
              path: 'containers.env',
              change(template) {
                for (const each of template.spec.containers[0].env) if (each.name === variable) each.value = wrong
              },
            }),
        },
      ],
    })
  },
}
