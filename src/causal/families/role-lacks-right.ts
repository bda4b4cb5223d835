import { formatEntity, parseEntity, type EntityId } from '../../domain/entity.ts'
import { citeFirst, rowsHeld, type Held } from '../scene/cite.ts'
import { listAt, textAt } from '../scene/kubernetes/fields.ts'
import { quoteState } from '../scene/kubernetes/states-and-events.ts'
import type { Scene } from '../scene/scene.ts'
import { family, because, type Finding, onePerEntity, WORKLOAD_DOWN } from './family.ts'
import { editRemedy, mayAccount } from './shared/remedies.ts'

/** How the API server refuses a service account, as clients of every language pass it on. Source: apiserver pkg/endpoints/handlers/responsewriters. */
const REFUSED =
  /"?system:serviceaccount:(?<scope>[a-z0-9-]+):(?<account>[a-z0-9.-]+)\\?"? cannot (?<verb>[a-z]+) resource \\?"?(?<resource>[a-z0-9./-]+)/

/** A program asks the API server for something that its service account may not do: the role that it is bound to, or its account, lacks a right. */
export const roleLacksRight = family('role_lacks_right', (scene) =>
  onePerEntity(rowsHeld(scene.facts, 'log_patterns').flatMap((line) => findingFor(line, scene) ?? [])),
)

function findingFor(line: Held<'log_patterns'>, scene: Scene): Finding | null {
  const match = line.row.incidentCount > 0 ? REFUSED.exec(line.row.example) : null
  const { scope, account: name, verb = '', resource = '' } = match?.groups ?? {}
  if (match === null || scope === undefined || name === undefined) return null
  const account = formatEntity(scope, 'ServiceAccount', name)
  const entity = boundRole(account, scene) ?? account
  const state = scene.objects.versionsOf(entity).at(-1)
  const quote = citeFirst(line, [match[0], line.row.example], { role: 'mechanism', at: line.row.lastAt })
  return {
    entity,
    mechanism: 'role_lacks_right',
    basis: 'witnessed',
    since: state?.row.writes?.at(-1)?.at ?? line.row.firstAt,
    victims: [line.row.entity],
    effects: ['container_restart', ...WORKLOAD_DOWN],
    for: [
      because(`${name} may not ${verb} ${resource}, and asks for it`, quote),
      because('what it may do', state === undefined ? [] : quoteState(state, 'verbs', 'rules', 'metadata.name')),
    ],
    disprovenBy: 'the same request of the same account being answered',
    remedy:
      entity === account
        ? // No Role that it is bound to was read: a binding is missing, or one of the whole cluster lacks the right.
          {
            kind: 'config_revert',
            what: 'bind a role that has the right to the account, or put back the binding that is gone',
            commands: [mayAccount(account, verb, resource)],
            risk: 'Whoever runs under this account gets the right too.',
            undo: { what: 'Delete the new binding.', commands: [] },
          }
        : editRemedy(entity, 'add the right that is missing, if it is meant to have it'),
  }
}

/** The Role of the namespace that the account is bound to; null when none was read. */
function boundRole(account: EntityId, scene: Scene): EntityId | null {
  const { scope, name } = parseEntity(account)
  const bindings = scene.objects.current('RoleBinding').filter(({ row }) => parseEntity(row.entity).scope === scope)
  const bound = bindings.find(({ row }) =>
    listAt(row.object, 'subjects').some((one) => textAt(one, 'kind') === 'ServiceAccount' && textAt(one, 'name') === name),
  )
  const role = textAt(bound?.row.object, 'roleRef', 'name')
  return role === null || textAt(bound?.row.object, 'roleRef', 'kind') !== 'Role' ? null : formatEntity(scope, 'Role', role)
}
