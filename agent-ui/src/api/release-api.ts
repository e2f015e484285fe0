const entryScript = /<script type="module"[^>]* src="([^"]+)"/

/** The script by which the server's present build begins; null where the server does not answer. */
export async function presentEntry(): Promise<string | null> {
  const response = await fetch('/', { cache: 'no-cache' }).catch(() => null)
  if (!response?.ok) return null
  return entryScript.exec(await response.text().catch(() => ''))?.[1] ?? null
}
