/** Under the pointer the kit makes a filled button a quarter paler, and its text's contrast 3.6 : 1; so it stays darker. */
const filledButtons = [
  { color: 'primary', variant: 'solid', class: 'hover:bg-primary/90 active:bg-primary/90' },
  { color: 'success', variant: 'solid', class: 'hover:bg-success/90 active:bg-success/90' },
  { color: 'warning', variant: 'solid', class: 'hover:bg-warning/90 active:bg-warning/90' },
  { color: 'error', variant: 'solid', class: 'hover:bg-error/90 active:bg-error/90' },
] as const

/**
 * The one place of colours and default sizes of the component kit. Meaning of colours everywhere:
 * success = ready or done, primary = talking or the main action, warning = a clock runs, error = broken or ends something.
 */
export const theme = {
  colors: {
    primary: 'indigo',
    secondary: 'violet',
    success: 'emerald',
    info: 'sky',
    warning: 'amber',
    error: 'rose',
    neutral: 'zinc',
  },
  button: { slots: { base: 'cursor-pointer disabled:cursor-not-allowed' }, compoundVariants: [...filledButtons] },
  badge: { defaultVariants: { variant: 'soft' as const, size: 'md' as const } },
  kbd: { defaultVariants: { size: 'sm' as const } },
}
