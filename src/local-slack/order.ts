/** Whether message timestamp `a` is later than `b`. Both have a fixed number of decimals, so seconds decide first, then text. */
export function isAfter(a: string, b: string): boolean {
  const difference = Math.floor(Number(a)) - Math.floor(Number(b))
  return difference === 0 ? a > b : difference > 0
}
