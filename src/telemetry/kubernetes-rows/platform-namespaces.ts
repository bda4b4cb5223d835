// Namespaces that run the platform or the recording itself, by the role their name states. They are left out of the scopes only;
// their events, objects and alerts are still delivered.
const PLATFORM_ROLES: readonly RegExp[] = [
  /^kube-/,
  /-system$/,
  /operators?$/,
  /^(?:cert-manager|ingress|metrics-server|local-path-storage|node-feature-discovery|external-dns|external-secrets|vault|argocd|flux)/,
  /^(?:monitoring|observability|logging|tracing|prometheus|grafana|loki|tempo|jaeger|opentelemetry|otel-collector|opensearch|elastic|clickhouse)/,
  /^(?:istio|linkerd|cilium|calico|tigera|chaos-mesh|litmus|data-recorder|velero|gatekeeper|kyverno)/,
  /(?:^|-)(?:recorders?|collectors?|exporters?)$/,
]

/** True for a namespace that by its name runs the platform or the recording, not an application. */
export function isPlatform(namespace: string): boolean {
  return PLATFORM_ROLES.some((role) => role.test(namespace))
}
