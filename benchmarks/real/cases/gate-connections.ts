import { FARE_COMPANY, openDesk } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { configure, GATE, reload, startNginx } from '../servers/nginx.ts'
import type { Stage } from '../stage.ts'

function blocks(stage: Stage, connections: number): { readonly events: string; readonly http: string } {
  return {
    events: `  worker_connections ${connections};`,
    http: `  server {
    listen 127.0.0.1:${stage.port(GATE)};
    location / { proxy_pass http://127.0.0.1:${stage.port('fares')}; }
  }`,
  }
}

/** The gate is tuned to fewer connections than a busy minute needs. */
export const gateConnections: RealCase = {
  ...FARE_COMPANY,
  id: 'gate-connections',
  kind: 'proxy',
  needs: ['nginx'],
  fix: ['app/Service/gate', 'repo/Commit/792b941653aa'],
  mechanism: 'connection|config|limit|worker|pool|exhaust|capacity|saturat',
  near: ['desk'],
  question: 'Prices are often not shown. What is the first cause?',
  start: async (stage) => {
    await stage.program('fares', { options: { lookMs: 700 } })
    await startNginx(stage, blocks(stage, 512))
    await openDesk(stage, { '/quote': `http://${GATE}:${stage.port(GATE)}` })
  },
  change: (stage) => {
    configure(stage, blocks(stage, 6))
    stage.commit(GATE, {
      version: '88',
      author: 'runa',
      message: 'gate: give memory of idle connections back',
      files: ['gate/nginx.conf'],
      diff: `--- a/gate/nginx.conf
+++ b/gate/nginx.conf
@@ -4,2 +4,2 @@
 events {
-  worker_connections 512;
+  worker_connections 6;
`,
    })
    reload(stage)
    return Promise.resolve()
  },
}
