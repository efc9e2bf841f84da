import { PhoneError } from './errors';
import type { RtcApi } from './types';

const problems: Record<string, [code: 'microphoneDenied' | 'microphoneMissing' | 'microphoneBusy', text: string]> = {
  NotAllowedError: ['microphoneDenied', 'The page may not use the microphone.'],
  SecurityError: ['microphoneDenied', 'The page may not use the microphone.'],
  NotFoundError: ['microphoneMissing', 'There is no microphone.'],
  OverconstrainedError: ['microphoneMissing', 'The chosen microphone is not there.'],
  NotReadableError: ['microphoneBusy', 'The microphone cannot be used: another program has it, or it is broken.'],
  AbortError: ['microphoneBusy', 'The microphone cannot be used.'],
};

function problemOf(cause: unknown): PhoneError {
  if (cause instanceof PhoneError) return cause;
  const [code, text] = problems[(cause as { name?: string } | null)?.name ?? ''] ?? ['unsupported', 'The microphone cannot be used.'];
  return new PhoneError(code, text, { cause });
}

/** A call's own part of the microphone: muted without muting the other calls. */
export interface Voice {
  readonly track: MediaStreamTrack;
  /** Told when the sound comes from another track from now on. */
  onReplaced: (track: MediaStreamTrack) => void;
  close(): void;
}

/** The microphone, open while a call needs it, so that the browser shows that it is in use only then. */
export class Microphone {
  readonly #rtc: RtcApi;
  readonly #changed: () => void;
  readonly #voices = new Set<{ voice: Voice & { track: MediaStreamTrack } }>();
  #constraints: MediaTrackConstraints;
  #deviceId: string | null = null;
  #source: MediaStreamTrack | null = null;
  #opening: Promise<MediaStreamTrack> | null = null;
  #unlisten: (() => void) | null = null;

  constructor(rtc: RtcApi, constraints: MediaTrackConstraints, changed: () => void) {
    this.#rtc = rtc;
    this.#constraints = constraints;
    this.#changed = changed;
  }

  get deviceId(): string | null {
    return this.#deviceId;
  }

  async open(): Promise<Voice> {
    this.#unlisten ??= this.#rtc.onDevicesChanged(() => void this.#follow());
    const source = await this.#take();
    const entry = {
      voice: {
        track: source.clone(),
        onReplaced: () => {},
        close: () => {
          entry.voice.track.stop();
          this.#voices.delete(entry);
          this.#rest();
        },
      } as Voice & { track: MediaStreamTrack },
    };
    this.#voices.add(entry);
    return entry.voice;
  }

  /** Uses another microphone from now on; when it cannot be had, the old one is kept. */
  async choose(deviceId: string | null): Promise<void> {
    await this.#change(deviceId, this.#constraints);
  }

  async constrain(constraints: MediaTrackConstraints): Promise<void> {
    await this.#change(this.#deviceId, constraints);
  }

  close(): void {
    this.#unlisten?.();
    this.#unlisten = null;
    for (const { voice } of [...this.#voices]) voice.close();
  }

  async #change(deviceId: string | null, constraints: MediaTrackConstraints): Promise<void> {
    if (this.#voices.size > 0) this.#replace(await this.#get(deviceId, constraints, 'exact'));
    this.#deviceId = deviceId;
    this.#constraints = constraints;
    this.#changed();
  }

  async #take(): Promise<MediaStreamTrack> {
    if (this.#source?.readyState === 'live') return this.#source;
    this.#opening ??= this.#get(this.#deviceId, this.#constraints, 'ideal').finally(() => (this.#opening = null));
    const source = await this.#opening;
    this.#source = source;
    source.onended = () => void this.#follow();
    return source;
  }

  // Devices came or went: a headset that was unplugged in a call is replaced by what is there, and taken again when it is back.
  async #follow(): Promise<void> {
    if (this.#voices.size === 0) {
      this.#changed();
      return;
    }

    try {
      const track = await this.#get(this.#deviceId, this.#constraints, 'ideal');
      const isSame = this.#source?.readyState === 'live' && track.getSettings().deviceId === this.#source.getSettings().deviceId;
      if (isSame || this.#voices.size === 0) track.stop();
      else this.#replace(track);
    } catch {
      // There is none at present: the calls are silent until one comes.
    }
    this.#changed();
  }

  #replace(source: MediaStreamTrack): void {
    const former = this.#source;
    this.#source = source;
    source.onended = () => void this.#follow();
    for (const { voice } of this.#voices) {
      const track = source.clone();
      track.enabled = voice.track.enabled;
      voice.onReplaced(track);
      voice.track.stop();
      voice.track = track;
    }
    if (former) {
      former.onended = null;
      former.stop();
    }
  }

  #rest(): void {
    if (this.#voices.size > 0 || !this.#source) return;
    this.#source.onended = null;
    this.#source.stop();
    this.#source = null;
  }

  async #get(deviceId: string | null, constraints: MediaTrackConstraints, how: 'exact' | 'ideal'): Promise<MediaStreamTrack> {
    try {
      const audio = deviceId === null ? constraints : { ...constraints, deviceId: { [how]: deviceId } };
      const [track] = (await this.#rtc.getUserMedia({ audio, video: false })).getAudioTracks();
      if (!track) throw new PhoneError('microphoneMissing', 'There is no microphone.');
      return track;
    } catch (cause) {
      throw problemOf(cause);
    }
  }
}
