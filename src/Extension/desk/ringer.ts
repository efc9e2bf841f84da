/** A tone of the plan: frequencies in Hz, and seconds on and off. */
interface Cadence {
  readonly tones: readonly number[];
  readonly on: number;
  readonly off: number;
  readonly gain: number;
}

const cadences = {
  ring: { tones: [880, 1_108], on: 1, off: 2, gain: 0.2 },
  /** While somebody talks. */
  soft: { tones: [880], on: 0.2, off: 4, gain: 0.04 },
  /** Ringing tone of Colombia, ITU-T E.180. */
  ringback: { tones: [425], on: 1, off: 4, gain: 0.08 },
} as const satisfies Record<string, Cadence>;

export type Sound = keyof typeof cadences;

/** What rings, or tells that it rings elsewhere. */
export interface Ringer {
  play(sound: Sound | null): void;
}

/** One sound at a time, made as it is heard. */
export class ToneRinger implements Ringer {
  #context: AudioContext | null = null;
  #sound: Sound | null = null;
  #stop: (() => void) | null = null;

  play(sound: Sound | null): void {
    if (this.#sound === sound) return;
    this.#sound = sound;
    this.#stop?.();
    this.#stop = sound && this.#start(cadences[sound]);
  }

  #start({ tones, on, off, gain: loudness }: Cadence): () => void {
    this.#context ??= new AudioContext();
    const context = this.#context;
    void context.resume();
    const gain = context.createGain();
    gain.gain.value = 0;
    gain.connect(context.destination);
    const playing = tones.map(frequency => {
      const tone = context.createOscillator();
      tone.frequency.value = frequency;
      tone.connect(gain);
      tone.start();
      return tone;
    });
    const beat = () => {
      gain.gain.setTargetAtTime(loudness, context.currentTime, 0.01);
      gain.gain.setTargetAtTime(0, context.currentTime + on, 0.02);
    };
    beat();
    const timer = setInterval(beat, (on + off) * 1_000);
    return () => {
      clearInterval(timer);
      for (const tone of playing) tone.stop();
      gain.disconnect();
    };
  }
}
