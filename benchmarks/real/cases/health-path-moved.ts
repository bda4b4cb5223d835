import { FARE_COMPANY, openDesk } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { SLIP, startHaproxy } from '../servers/haproxy.ts'

const SERVERS = ['fares-1', 'fares-2'] as const

/** A release answers its health check under another path; the balancer takes both servers for dead. */
export const healthPathMoved: RealCase = {
  ...FARE_COMPANY,
  id: 'health-path-moved',
  kind: 'proxy',
  needs: ['haproxy'],
  fix: ['app/Service/slip', ...SERVERS.map((name) => `app/Service/${name}`), 'repo/Commit/4b10370a8b2e', 'repo/Commit/4734da34a277'],
  mechanism: 'health|check|probe|release|regress|config|backend|upstream|available',
  near: ['fares'],
  question: 'No prices are shown any more. What is the first cause?',
  start: async (stage) => {
    for (const name of SERVERS) await stage.program(name, { role: 'fares' })
    await startHaproxy(stage, SERVERS)
    await openDesk(stage, { '/quote': `http://${SLIP}:${stage.port(SLIP)}` })
  },
  change: async (stage) => {
    for (const name of SERVERS)
      await stage.release(
        name,
        {
          version: 'v4.2.0',
          author: 'jorun',
          message: `${name}: call the health check as all others do`,
          files: ['fares/server.go'],
          diff: `--- a/fares/server.go
+++ b/fares/server.go
@@ -22,1 +22,1 @@ func routes() http.Handler {
-	mux.HandleFunc("/healthz", alive)
+	mux.HandleFunc("/ready", alive)
`,
        },
        { probe: '/ready' },
      )
  },
}
