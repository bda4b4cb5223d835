import { describe, expect, it } from 'vitest'
import { admissionRefused } from '../../../src/causal/families/admission-refused.ts'
import { version } from '../../support/facts.ts'
import { event, proposalsOf, replicaSet, SET, workload, WORKLOAD } from './cluster.ts'

const GUARD = '_cluster/ValidatingWebhookConfiguration/guard'
const WEBHOOK = version(GUARD, { metadata: { namespace: undefined }, webhooks: [{ name: 'pods.guard.example', failurePolicy: 'Fail' }] })
const UNIT = [workload(), replicaSet(0)]
const CALL =
  'Error creating: Internal error occurred: failed calling webhook "pods.guard.example": failed to call webhook: Post "https://guard.security.svc:443/pods?timeout=10s": service "guard" not found'
const LIMIT = 'Error creating: pods "basket-1" is forbidden: maximum memory usage per Container is 128Mi, but limit is 192Mi'

function proposed(message: string, objects: Parameters<typeof proposalsOf>[1]['objects'] = []) {
  return proposalsOf(admissionRefused, { objects: [...UNIT, ...(objects ?? [])], events: [event(SET, 'FailedCreate', message)] })
}

describe('causal/families/admission-refused', () => {
  it('names the configuration of a webhook that cannot be asked, and the Service that was asked where that was not read', () => {
    expect(proposed(CALL, [WEBHOOK])).toEqual([`${GUARD} admission_webhook_failing witnessed`])
    expect(proposed(CALL)).toEqual(['security/Service/guard admission_webhook_failing witnessed'])
  })

  it('names a webhook that refuses, and the workload where nobody knows who holds it', () => {
    const denied = 'Error creating: admission webhook "pods.guard.example" denied the request: no owner'

    expect(proposed(denied, [WEBHOOK])).toEqual([`${GUARD} admission_webhook_refuses witnessed`])
    expect(proposed(denied)).toEqual([`${WORKLOAD} admission_webhook_refuses witnessed`])
  })

  it('names a policy by what the API server says of it', () => {
    const denied =
      "Error creating: pods \"b\" is forbidden: ValidatingAdmissionPolicy 'owners' with binding 'owners-all' denied request: no owner"

    expect(proposed(denied)).toEqual(['_cluster/ValidatingAdmissionPolicy/owners admission_policy_refuses witnessed'])
  })

  it('names the limit range of the namespace, and no other one', () => {
    const range = (scope: string) => version(`${scope}/LimitRange/thrift` as never, { spec: { limits: [{ max: { memory: '128Mi' } }] } })

    expect(proposed(LIMIT, [range('bank'), range('shop')])).toEqual(['shop/LimitRange/thrift limit_range_refuses witnessed'])
    expect(proposed(LIMIT, [range('bank')])).toEqual([`${WORKLOAD} limit_range_refuses witnessed`])
  })

  it('hears a refusal that only the condition of the workload keeps', () => {
    const refused = { type: 'ReplicaFailure', status: 'True', reason: 'FailedCreate', message: LIMIT }
    const waiting = { ...workload(), object: { ...workload().object, status: { conditions: [refused] } } }

    expect(proposalsOf(admissionRefused, { objects: [waiting] })).toEqual([`${WORKLOAD} limit_range_refuses witnessed`])
  })

  it('says nothing of a refusal that the workload got over, nor of one by a quota', () => {
    expect(
      proposalsOf(admissionRefused, { objects: [workload({}, 1), replicaSet()], events: [event(SET, 'FailedCreate', LIMIT)] }),
    ).toEqual([])
    expect(
      proposed('Error creating: pods "b" is forbidden: exceeded quota: small, requested: pods=1, used: pods=3, limited: pods=3'),
    ).toEqual([])
  })
})
