/** The match pattern of a page's whole site; null when what was typed is no page of the web. */
export function siteOf(typed: string): string | null {
  const trimmed = typed.trim();
  if (trimmed === '') return null;
  try {
    const { protocol, hostname } = new URL(/^[a-z]+:\/\//i.test(trimmed) ? trimmed : `https://${trimmed}`);
    return (protocol === 'https:' || protocol === 'http:') && hostname !== '' && !hostname.includes('*')
      ? `${protocol}//${hostname}/*`
      : null;
  } catch {
    return null;
  }
}
