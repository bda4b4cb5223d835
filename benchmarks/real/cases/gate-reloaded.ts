import { FARE_COMPANY, openDesk } from '../ferry/companies.ts'
import { harmless } from '../real-case.ts'
import { configure, GATE, reload, startNginx } from '../servers/nginx.ts'
import type { Stage } from '../stage.ts'

function blocks(stage: Stage, keepAliveSeconds: number): { readonly events: string; readonly http: string } {
  return {
    events: '  worker_connections 512;',
    http: `  keepalive_timeout ${keepAliveSeconds};
  server {
    listen 127.0.0.1:${stage.port(GATE)};
    location / { proxy_pass http://127.0.0.1:${stage.port('fares')}; }
  }`,
  }
}

/** The gate reads a configuration again that changes nothing which anybody feels. */
export const gateReloaded = harmless({
  ...FARE_COMPANY,
  id: 'gate-reloaded',
  kind: 'harmless',
  needs: ['nginx'],
  question: 'Is anything wrong with the gate since it was reloaded?',
  start: async (stage) => {
    await stage.program('fares')
    await startNginx(stage, blocks(stage, 75))
    await openDesk(stage, { '/quote': `http://${GATE}:${stage.port(GATE)}` })
  },
  change: (stage) => {
    configure(stage, blocks(stage, 60))
    stage.commit(GATE, {
      version: '89',
      author: 'runa',
      message: 'gate: close idle connections a little earlier',
      files: ['gate/nginx.conf'],
      diff: '--- a/gate/nginx.conf\n+++ b/gate/nginx.conf\n@@ -8,1 +8,1 @@\n-  keepalive_timeout 75;\n+  keepalive_timeout 60;\n',
    })
    reload(stage)
    return Promise.resolve()
  },
})
