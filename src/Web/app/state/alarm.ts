import type { Call } from '../../phone';
import { t } from '../i18n/texts';
import { preferences } from './preferences';

/** A tone of the plan: frequencies in Hz, and seconds on and off. */
interface Cadence {
  readonly tones: readonly number[];
  readonly on: number;
  readonly off: number;
  readonly gain: number;
}

const ring: Cadence = { tones: [880, 1_108], on: 1, off: 2, gain: 0.2 };
const soft: Cadence = { tones: [880], on: 0.2, off: 4, gain: 0.04 };
/** Ringing tone of Colombia, ITU-T E.180. */
const ringback: Cadence = { tones: [425], on: 1, off: 4, gain: 0.08 };

/** Plays one cadence at a time on a device of its own. */
class Sounder {
  #context: AudioContext | null = null;
  #stop: (() => void) | null = null;
  #cadence: Cadence | null = null;

  play(cadence: Cadence | null, deviceId: string): void {
    if (this.#cadence === cadence) return;
    this.#cadence = cadence;
    this.#stop?.();
    this.#stop = null;
    if (cadence) this.#start(cadence, deviceId);
  }

  #start(cadence: Cadence, deviceId: string): void {
    this.#context ??= new AudioContext();
    const context = this.#context;
    void choose(context, deviceId);
    void context.resume();
    const gain = context.createGain();
    gain.gain.value = 0;
    gain.connect(context.destination);
    const tones = cadence.tones.map(frequency => {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(gain);
      tone.start();
      return tone;
    });
    const beat = () => {
      const now = context.currentTime;
      gain.gain.setTargetAtTime(cadence.gain, now, 0.01);
      gain.gain.setTargetAtTime(0, now + cadence.on, 0.02);
    };
    beat();
    const timer = setInterval(beat, (cadence.on + cadence.off) * 1_000);
    this.#stop = () => {
      clearInterval(timer);
      for (const tone of tones) tone.stop();
      gain.disconnect();
    };
  }
}

async function choose(context: AudioContext, deviceId: string): Promise<void> {
  const chooser = context as AudioContext & { setSinkId?(id: string): Promise<void> };
  // A device that was unplugged: the default is better than silence.
  await chooser.setSinkId?.(deviceId).catch(() => {});
}

/** Rings, plays the ringing tone of the other side, and notifies while another window is in front. */
class Alarm {
  readonly #ringer = new Sounder();
  readonly #speaker = new Sounder();
  #notification: Notification | null = null;
  #notified: string | null = null;

  sound(isRung: boolean, rings: boolean, isTalking: boolean): void {
    this.#ringer.play(isRung ? (isTalking ? soft : ring) : null, preferences.ringer.value);
    this.#speaker.play(rings ? ringback : null, preferences.speaker.value);
  }

  notify(call: Call | null): void {
    if (call?.id === this.#notified) return;
    this.#notification?.close();
    this.#notification = null;
    this.#notified = call?.id ?? null;
    if (!call || !document.hidden || globalThis.Notification?.permission !== 'granted') return;
    this.#notification = new Notification(t('appName'), {
      body: t('incomingCall', { party: call.remote.name || call.remote.number }),
      tag: call.id,
      icon: '/icon.svg',
      requireInteraction: true,
    });
    this.#notification.onclick = () => window.focus();
  }

  stop(): void {
    this.sound(false, false, false);
    this.notify(null);
  }

  /** For the settings: how a device sounds. */
  test(kind: 'ringer' | 'speaker'): void {
    const [sounder, cadence, device] =
      kind === 'ringer' ? [this.#ringer, ring, preferences.ringer.value] : [this.#speaker, ringback, preferences.speaker.value];
    sounder.play(null, device);
    sounder.play(cadence, device);
    setTimeout(() => sounder.play(null, device), 1_500);
  }
}

export const alarm = new Alarm();
