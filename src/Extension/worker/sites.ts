const id = 'sites';

/** Numbers can be clicked in these pages too; the browser asks for its leave when the person adds one. */
export async function registerSites(sites: readonly string[]): Promise<void> {
  const registered = await chrome.scripting.getRegisteredContentScripts({ ids: [id] });
  const allowed: string[] = [];
  for (const site of sites) if (await chrome.permissions.contains({ origins: [site] })) allowed.push(site);
  if (allowed.length === 0) {
    if (registered.length > 0) await chrome.scripting.unregisterContentScripts({ ids: [id] });
    return;
  }
  const script: chrome.scripting.RegisteredContentScript = {
    id,
    matches: allowed,
    js: ['content.js'],
    css: ['content.css'],
    allFrames: true,
    runAt: 'document_idle',
  };
  if (registered.length > 0) await chrome.scripting.updateContentScripts([script]);
  else await chrome.scripting.registerContentScripts([script]);
}
