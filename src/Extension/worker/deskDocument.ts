const page = 'offscreen.html';

let opening: Promise<void> | null = null;

/** Whether the desk's document is there; it outlives the worker. */
export async function isDeskOpen(): Promise<boolean> {
  const contexts = await chrome.runtime.getContexts({ contextTypes: ['OFFSCREEN_DOCUMENT' as chrome.runtime.ContextType] });
  return contexts.length > 0;
}

/** Opens the desk's document, if it is not there. */
export function ensureDesk(): Promise<void> {
  opening ??= open().finally(() => {
    opening = null;
  });
  return opening;
}

async function open(): Promise<void> {
  if (await isDeskOpen()) return;
  await chrome.offscreen.createDocument({
    url: page,
    reasons: ['USER_MEDIA', 'WEB_RTC', 'AUDIO_PLAYBACK'] as chrome.offscreen.Reason[],
    justification: 'Telephone calls: the microphone, the connection to the other party, and its sound.',
  });
}
