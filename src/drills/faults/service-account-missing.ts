import { templateFault } from './template-fault.ts'

/** The pod asks for an identity that does not exist; the API server refuses to create it. */
export const serviceAccountMissing = templateFault({
  name: 'service_account_missing',
  path: 'serviceAccountName',
  rollout: 'recreate',
  change(template, { unit }) {
    template.spec.serviceAccountName = `${unit.name}-runner`
  },
})
