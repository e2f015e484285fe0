/** Nearly all orders are meant to make it: from 95 % on all is well, below 80 % something is wrong. */
export function shareTone(share: number | null): 'neutral' | 'success' | 'warning' | 'error' {
  if (share === null) return 'neutral'
  if (share >= 0.95) return 'success'
  return share >= 0.8 ? 'warning' : 'error'
}
