import { describe, expect, it } from 'vitest'
import { roleLacksRight } from '../../../src/causal/families/role-lacks-right.ts'
import { version } from '../../support/facts.ts'
import { logged, proposalsOf, workload } from './cluster.ts'

const FORBIDDEN =
  'configmaps is forbidden: User "system:serviceaccount:shop:till" cannot list resource "configmaps" in API group "" in the namespace "shop"'
const ROLE = version('shop/Role/till-reads', { rules: [{ resources: ['configmaps'], verbs: ['get'] }] })

function binding(roleRef: object, subject: object = { kind: 'ServiceAccount', name: 'till' }) {
  return version('shop/RoleBinding/till', { subjects: [subject], roleRef })
}

const BOUND = binding({ kind: 'Role', name: 'till-reads' })

function proposed(objects: readonly ReturnType<typeof version>[], line = logged(FORBIDDEN)) {
  return proposalsOf(roleLacksRight, { objects: [workload(), ...objects], logs: [line] })
}

describe('causal/families/role-lacks-right', () => {
  it('names the role that the account is bound to', () => {
    expect(proposed([ROLE, BOUND])).toEqual(['shop/Role/till-reads role_lacks_right witnessed'])
  })

  it('names the account where no role of the namespace is bound to it', () => {
    const account = ['shop/ServiceAccount/till role_lacks_right witnessed']

    expect(proposed([])).toEqual(account)
    expect(proposed([ROLE, binding({ kind: 'Role', name: 'till-reads' }, { kind: 'ServiceAccount', name: 'other' })])).toEqual(account)
    expect(proposed([binding({ kind: 'ClusterRole', name: 'view' })])).toEqual(account)
  })

  it('reads the refusal from inside of JSON, and once however many programs say it', () => {
    const escaped = logged(FORBIDDEN.replaceAll('"', String.raw`\"`))
    const logs = [escaped, logged(FORBIDDEN, { entity: 'shop/Deployment/front' })]

    expect(proposalsOf(roleLacksRight, { objects: [ROLE, BOUND], logs })).toHaveLength(1)
  })

  it('says nothing of a refusal before the incident, of a person, or of a site that forbids', () => {
    expect(proposed([ROLE, BOUND], logged(FORBIDDEN, { incidentCount: 0, baselineCount: 4 }))).toEqual([])
    expect(proposed([], logged('User "ava" cannot list resource "pods" in API group ""'))).toEqual([])
    expect(proposed([], logged('GET /admin: 403 Forbidden'))).toEqual([])
  })
})
