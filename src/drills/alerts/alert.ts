/** An alert as it is listed. Labels identify it. */
export interface Alert {
  readonly labels: Readonly<Record<string, string>>
  readonly summary: string
  /** The annotation that carries the summary; `summary` when left out. */
  readonly annotation?: string
  readonly value: number
}
