/** The first problem at a JSON pointer or below it: `/skills/0/level` is also a problem of `/skills`. */
export function problemBelow(errors: Record<string, string>, pointer: string): string | undefined {
  const key = Object.keys(errors).find((one) => one === pointer || one.startsWith(`${pointer}/`))
  return key === undefined ? undefined : errors[key]
}
