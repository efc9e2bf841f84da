import { PhoneError } from './errors';
import type { RtcApi } from './types';

const problems: Record<string, [code: 'cameraDenied' | 'cameraMissing' | 'cameraBusy', text: string]> = {
  NotAllowedError: ['cameraDenied', 'The page may not use the camera.'],
  SecurityError: ['cameraDenied', 'The page may not use the camera.'],
  NotFoundError: ['cameraMissing', 'There is no camera.'],
  OverconstrainedError: ['cameraMissing', 'There is no such camera.'],
  NotReadableError: ['cameraBusy', 'The camera cannot be used: another program has it, or it is broken.'],
  AbortError: ['cameraBusy', 'The camera cannot be used.'],
};

/** Opens the camera for one call; whoever got the track stops it, so that the browser shows that it is in use only then. */
export async function openCamera(rtc: RtcApi, constraints: MediaTrackConstraints): Promise<MediaStreamTrack> {
  try {
    const [track] = (await rtc.getUserMedia({ audio: false, video: constraints })).getVideoTracks();
    if (!track) throw new PhoneError('cameraMissing', 'There is no camera.');
    return track;
  } catch (cause) {
    if (cause instanceof PhoneError) throw cause;
    const [code, text] = problems[(cause as { name?: string } | null)?.name ?? ''] ?? ['unsupported', 'The camera cannot be used.'];
    throw new PhoneError(code, text, { cause });
  }
}
