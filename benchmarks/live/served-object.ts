/** An object with what an API server looks at. */
export interface ServedObject {
  readonly kind: string
  readonly metadata: { readonly name: string; readonly namespace?: string | undefined; readonly [field: string]: unknown }
  readonly [field: string]: unknown
}
