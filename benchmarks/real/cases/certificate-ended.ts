import { FARE_COMPANY, openDesk } from '../ferry/companies.ts'
import type { RealCase } from '../real-case.ts'
import { makeCertificate } from '../servers/certificate.ts'
import { GATE, startNginx } from '../servers/nginx.ts'

/** When the calm is over, the certificate of the gate is too. */
export const certificateEnded: RealCase = {
  ...FARE_COMPANY,
  id: 'certificate-ended',
  kind: 'certificate',
  needs: ['nginx', 'openssl'],
  fix: ['app/Service/gate'],
  mechanism: 'cert|tls|ssl|expir',
  near: ['desk'],
  question: 'No prices are shown any more. What is the first cause?',
  start: async (stage) => {
    // With some seconds for what is started between here and the calm.
    const endAt = new Date(Date.now() + (stage.pace.warmUpSeconds + stage.pace.calmSeconds + 10) * 1000)
    const { certificate, key } = await makeCertificate(stage, { name: GATE, endAt })
    await stage.program('fares')
    await startNginx(stage, {
      events: '  worker_connections 512;',
      http: `  server {
    listen 127.0.0.1:${stage.port(GATE)} ssl;
    server_name ${GATE};
    ssl_certificate ${certificate};
    ssl_certificate_key ${key};
    location / { proxy_pass http://127.0.0.1:${stage.port('fares')}; }
  }`,
    })
    await openDesk(stage, { '/quote': `https://${GATE}:${stage.port(GATE)}` }, { ca: certificate })
  },
  change: () => Promise.resolve(),
}
