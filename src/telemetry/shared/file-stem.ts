/** `replicasets` of `app/replicasets.json`, `orders` of `orders.log`. */
export function stemOf(file: string): string {
  return (file.split('/').at(-1) ?? file).replace(/\.(?:json|ya?ml|txt|log)$/, '')
}
