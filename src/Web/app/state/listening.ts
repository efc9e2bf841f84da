import { signal } from '@preact/signals';
import { api } from './session';

/** One sound at a time, of a list of them. */
export class Listening {
  /** Address of what is heard now; null in silence. */
  readonly now = signal<string | null>(null);
  #audio: HTMLAudioElement | null = null;

  /** Begins what is not heard, and stops what is. */
  async toggle(address: string): Promise<void> {
    const isHeard = this.now.value === address;
    this.stop();
    if (isHeard) return;
    this.now.value = address;
    try {
      const sound = await api.blob(address);
      if (this.now.value !== address) return;
      this.#audio = new Audio(URL.createObjectURL(sound));
      this.#audio.addEventListener('ended', () => this.stop());
      await this.#audio.play();
    } catch (problem) {
      if (this.now.value === address) this.stop();
      throw problem;
    }
  }

  stop(): void {
    this.#audio?.pause();
    if (this.#audio) URL.revokeObjectURL(this.#audio.src);
    this.#audio = null;
    this.now.value = null;
  }
}
