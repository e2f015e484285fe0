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
  button: { slots: { base: 'cursor-pointer disabled:cursor-not-allowed' } },
  badge: { defaultVariants: { variant: 'soft' as const, size: 'md' as const } },
  kbd: { defaultVariants: { size: 'sm' as const } },
}
