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
  button: { slots: { base: 'cursor-pointer disabled:cursor-not-allowed' }, defaultVariants: { size: 'sm' as const } },
  input: { defaultVariants: { size: 'sm' as const } },
  textarea: { defaultVariants: { size: 'sm' as const } },
  select: { defaultVariants: { size: 'sm' as const } },
  selectMenu: { defaultVariants: { size: 'sm' as const } },
  checkbox: { defaultVariants: { size: 'sm' as const } },
  radioGroup: { defaultVariants: { size: 'sm' as const } },
  formField: { defaultVariants: { size: 'sm' as const } },
  badge: { defaultVariants: { variant: 'soft' as const, size: 'md' as const } },
  kbd: { defaultVariants: { size: 'sm' as const } },
}
