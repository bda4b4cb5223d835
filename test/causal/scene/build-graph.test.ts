import { describe, expect, it } from 'vitest'
import { buildScene } from '../../../src/causal/scene/build-scene.ts'
import { factsOf, OVERVIEW, version } from '../../support/facts.ts'

const EDGE = 'shop/Deployment/edge'
const SERVICES = ['cart', 'quotes'].map((name) => version(`shop/Service/${name}`, { spec: { selector: { app: name } } }))

function edge(container: object, more: object = {}) {
  return version(EDGE, {
    spec: { template: { metadata: { labels: { app: 'edge' } }, spec: { containers: [{ name: 'nginx', ...container }], ...more } } },
  })
}

function calledByEdge(...objects: readonly ReturnType<typeof version>[]) {
  const { graph } = buildScene(factsOf({ overview: [OVERVIEW], object_versions: [...SERVICES, ...objects] }))
  return graph.from(graph.unitOf(EDGE), 'calls')
}

describe('causal/scene/build-graph', () => {
  it('takes an address in the arguments of a workload, or in a ConfigMap that it gets, for a call', () => {
    const routes = version('shop/ConfigMap/routes', {
      data: { 'routes.conf': 'location /cart {\n  proxy_pass http://cart:8080/list;\n}\n' },
    })
    const mounting = edge({}, { volumes: [{ name: 'routes', configMap: { name: 'routes' } }] })

    expect(calledByEdge(edge({ args: ['--upstream', 'quotes.shop:8080'] }))).toEqual(['shop/Service/quotes'])
    expect(calledByEdge(mounting, routes)).toEqual(['shop/Service/cart'])
  })

  it('takes no word for an address, and no ConfigMap that the workload does not get', () => {
    const routes = version('shop/ConfigMap/routes', { data: { 'routes.conf': 'http://cart:8080' } })

    expect(calledByEdge(edge({ args: ['cart'] }), routes)).toEqual([])
  })

  it('takes a workload that a dump leaves out, and its pods, for one unit behind the Service that selects the pods', () => {
    const labels = { app: 'nodes' }
    const owner = { kind: 'StatefulSet', name: 'shelf' }
    const pod = version('shop/Pod/shelf-0', { metadata: { labels, ownerReferences: [owner] }, spec: {} })
    const service = version('shop/Service/index-nodes', { spec: { selector: labels } })
    const { graph } = buildScene(factsOf({ overview: [OVERVIEW], object_versions: [pod, service] }))

    expect(graph.unitOf('shop/Pod/shelf-0')).toBe('shop/Service/index-nodes')
    expect(graph.unitOf('shop/StatefulSet/shelf')).toBe('shop/Service/index-nodes')
  })
})
