import { describe, expect, it } from 'vitest'
import { configChange } from '../../../src/causal/families/config-change.ts'
import { minute, version } from '../../support/facts.ts'
import { event, pod, POD, proposalsOf, replicaSet, workload } from './cluster.ts'

const SETTINGS = 'shop/ConfigMap/basket-settings'
const MOUNTING = { volumes: [{ name: 'settings', configMap: { name: 'basket-settings' } }] }
const CRASH = event(POD, 'BackOff', 'Back-off restarting failed container main in pod basket-6d5f-x2x4z')

function rewritten(before: string, after: string) {
  return [
    version(SETTINGS, { data: { 'settings.json': before } }, { until: 15, isCurrent: false }),
    version(SETTINGS, { data: { 'settings.json': after } }, { at: 20, changedAt: minute(18) }),
    workload(MOUNTING),
    replicaSet(),
    pod({ spec: { nodeName: 'node-a', ...MOUNTING } }),
  ]
}

describe('causal/families/config-change', () => {
  it('tells a file that no longer parses from one that only says something else', () => {
    const cut = { objects: rewritten('{"retries": 2}', '{"retries": '), events: [CRASH] }
    const other = { objects: rewritten('{"retries": 2}', '{"retries": 0}'), events: [CRASH] }

    expect(proposalsOf(configChange, cut)).toEqual([`${SETTINGS} config_malformed changed`])
    expect(proposalsOf(configChange, other)).toEqual([`${SETTINGS} config_changed changed`])
  })

  it('says nothing of a change whose readers are well', () => {
    const healthy = rewritten('{"retries": 2}', '{"retries": 0}').slice(0, 2)

    expect(proposalsOf(configChange, { objects: [...healthy, workload(MOUNTING, 1)] })).toEqual([])
  })

  it('takes a few logged errors of a reader, and many that were over before the change, for no harm of it', () => {
    const running = rewritten('{"retries": 2}', '{"retries": 0}').slice(0, 2)
    const line = { pattern: 'bad request', example: 'bad request', severity: 'error' as const, baselineCount: 0 }
    const logged = (incidentCount: number) => [
      { ...line, entity: 'shop/Deployment/basket' as const, incidentCount, firstAt: minute(21), lastAt: minute(39) },
    ]
    const objects = [...running, workload(MOUNTING, 1)]

    const over = logged(400).map((row) => ({ ...row, firstAt: minute(10), lastAt: minute(16) }))

    expect(proposalsOf(configChange, { objects, logs: logged(4) })).toEqual([])
    expect(proposalsOf(configChange, { objects, logs: over })).toEqual([])
    expect(proposalsOf(configChange, { objects, logs: logged(400) })).toEqual([`${SETTINGS} config_changed changed`])
  })

  it('lays no crash at the door of a log level that writes no more than before', () => {
    const level = (to: string) => ({ objects: rewritten('{"log": {"level": "info"}}', `{"log": {"level": "${to}"}}`), events: [CRASH] })

    expect(proposalsOf(configChange, level('warn'))).toEqual([])
    expect(proposalsOf(configChange, level('debug'))).toEqual([`${SETTINGS} config_changed changed`])
  })

  it('leaves a switched flag to the mechanism of flags', () => {
    const flag = (variant: string) => JSON.stringify({ flags: { basketFailure: { defaultVariant: variant } } })

    expect(proposalsOf(configChange, { objects: rewritten(flag('off'), flag('on')), events: [CRASH] })).toEqual([])
  })
})
