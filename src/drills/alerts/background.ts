import type { Alert } from './alert.ts'

const PLATFORM = { namespace: 'monitoring', prometheus: 'monitoring/main' }

/** Alerts that fire in this kind of cluster from its first day and say nothing about any incident. `since` is in seconds, negative before the recording. */
export const BACKGROUND: readonly (Alert & { readonly since: number })[] = [
  {
    since: -7200,
    labels: { alertname: 'Watchdog', severity: 'none', ...PLATFORM },
    summary: 'This alert always fires: it shows that alerting works',
    value: 1,
  },
  {
    since: -7100,
    labels: { alertname: 'InfoInhibitor', alertstate: 'pending', severity: 'none', namespace: 'kube-system', quoted: 'CPUThrottlingHigh' },
    summary: 'Holds back informational alerts',
    value: 1,
  },
  {
    since: -7000,
    labels: { alertname: 'KubeSchedulerDown', severity: 'critical', job: 'kube-scheduler' },
    summary: 'The scheduler is not a scrape target',
    value: 1,
  },
  {
    since: -7000,
    labels: { alertname: 'KubeControllerManagerDown', severity: 'critical', job: 'kube-controller-manager' },
    summary: 'The controller manager is not a scrape target',
    value: 1,
  },
  {
    since: -6800,
    labels: { alertname: 'KubeClientCertificateExpiration', severity: 'warning', job: 'apiserver', namespace: 'default' },
    summary: 'A client certificate used to authenticate to the API server expires in less than 7 days',
    value: 0.01,
  },
  {
    since: -6800,
    labels: { alertname: 'KubeClientCertificateExpiration', severity: 'critical', job: 'apiserver', namespace: 'default' },
    summary: 'A client certificate used to authenticate to the API server expires in less than 24 hours',
    value: 0.01,
  },
  {
    since: -6500,
    labels: { alertname: 'PrometheusNotConnectedToAlertmanagers', severity: 'warning', ...PLATFORM },
    summary: 'No alert manager is connected',
    value: 0,
  },
  {
    since: 190,
    labels: {
      alertname: 'CPUThrottlingHigh',
      severity: 'info',
      namespace: 'monitoring',
      container: 'exporter',
      pod: 'node-exporter-7kq2z',
    },
    summary: '31% throttling of processor time',
    value: 0.31,
  },
]
