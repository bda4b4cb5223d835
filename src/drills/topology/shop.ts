import { type TopologyPlan, call, service } from './topology.ts'

/** A small web shop: one gateway, a page server, orders with money and parcels behind them, mail through a queue. */
export const shop: TopologyPlan = {
  name: 'shop',
  areas: { main: ['shop', 'store', 'market', 'boutique-prod'] },
  nodes: 4,
  requestsPerSecond: 1,
  services: [
    service('shoppers', ['shoppers', 'visitors', 'browsers-sim'], {
      role: 'load',
      language: 'python',
      operations: ['browse'],
      calls: [call('gateway', 1, { timeoutSeconds: 15 })],
    }),
    service('gateway', ['gateway', 'front-door', 'entrance'], {
      role: 'edge',
      language: 'rust',
      selfMs: 1.5,
      operations: ['ingress'],
      calls: [call('storefront', 1, { timeoutSeconds: 15 })],
    }),
    service('storefront', ['storefront', 'webshop', 'pages'], {
      language: 'nodejs',
      selfMs: 12,
      operations: ['GET /', 'GET /item', 'POST /buy'],
      calls: [
        call('search', 0.6, { isOptional: true, timeoutSeconds: 3 }),
        call('basket', 0.55),
        call('stock', 0.5),
        call('orders', 0.4, { timeoutSeconds: 12 }),
      ],
    }),
    service('search', ['search', 'finder', 'lookup'], {
      language: 'java',
      selfMs: 18,
      memoryMib: 420,
      operations: ['GET /find'],
      calls: [call('index', 0.9)],
    }),
    service('basket', ['basket', 'trolley', 'bag'], {
      protocol: 'grpc',
      language: 'dotnet',
      operations: ['shop.v1.Basket/Read', 'shop.v1.Basket/Add'],
      calls: [call('sessions', 0.9, { retries: 1, timeoutSeconds: 2 })],
    }),
    service('orders', ['orders', 'order-desk', 'ordering'], {
      protocol: 'grpc',
      language: 'go',
      selfMs: 9,
      operations: ['shop.v1.Orders/Place'],
      calls: [
        call('basket', 0.9),
        call('payments', 0.9, { timeoutSeconds: 8 }),
        call('shipping', 0.85, { retries: 1, timeoutSeconds: 4 }),
        call('orders-db', 0.9, { timeoutSeconds: 3 }),
        call('queue', 0.7, { isOptional: true }),
      ],
    }),
    service('payments', ['payments', 'till', 'charges'], {
      protocol: 'grpc',
      language: 'nodejs',
      selfMs: 14,
      operations: ['shop.v1.Payments/Charge'],
      calls: [call('api.cardgate.example', 0.7, { timeoutSeconds: 6 })],
    }),
    service('shipping', ['shipping', 'parcels', 'dispatch'], {
      language: 'rust',
      operations: ['POST /plan', 'POST /label'],
      calls: [call('quotes', 0.9, { retries: 1, timeoutSeconds: 3 }), call('geo.mapwright.example', 0.3, { timeoutSeconds: 3 })],
    }),
    service('quotes', ['quotes', 'rates', 'tariffs'], {
      language: 'python',
      selfMs: 8,
      operations: ['POST /quote'],
      calls: [call('geo.mapwright.example', 0.3, { timeoutSeconds: 3 })],
    }),
    service('stock', ['stock', 'inventory', 'shelves'], {
      protocol: 'grpc',
      language: 'java',
      replicas: 2,
      memoryMib: 380,
      operations: ['shop.v1.Stock/List', 'shop.v1.Stock/Get'],
      calls: [call('orders-db', 0.6, { timeoutSeconds: 3 })],
    }),
    service('mailer', ['mailer', 'postman', 'letters'], {
      role: 'worker',
      language: 'python',
      selfMs: 25,
      operations: ['orders process'],
      calls: [call('smtp.pigeonpost.example', 0.8, { timeoutSeconds: 5 })],
    }),
    service('queue', ['queue', 'bus', 'topics'], { role: 'broker', protocol: 'tcp', language: 'java', memoryMib: 640, selfMs: 2 }),
    service('sessions', ['sessions-db', 'basket-cache', 'kv-sessions'], { role: 'database', protocol: 'tcp', selfMs: 1 }),
    service('orders-db', ['orders-db', 'ledger-db', 'sales-db'], { role: 'database', protocol: 'tcp', selfMs: 3, memoryMib: 300 }),
    service('index', ['search-index', 'words-index'], { role: 'database', protocol: 'tcp', language: 'java', selfMs: 5, memoryMib: 700 }),
    service('switches', ['switches', 'toggles', 'flag-board'], { role: 'flags', protocol: 'grpc', selfMs: 1 }),
  ],
}
