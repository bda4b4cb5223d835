import { templateFault } from './template-fault.ts'

/** The pod resolves names somewhere else than in the cluster: nothing it calls can be found. */
export const dnsPolicyWrong = templateFault({
  name: 'dns_policy_wrong',
  path: 'dnsPolicy',
  rollout: 'rolling',
  fits: (unit) => unit.calls.some((call) => !call.isOptional && call.share > 0.4 && !call.to.includes('.')),
  effectAfterSeconds: 12,
  change(template, { random }) {
    template.spec.dnsPolicy = 'None'
    template.spec.dnsConfig = { nameservers: [random.pick(['10.255.0.53', '192.0.2.53', '198.51.100.2'])] }
  },
})
