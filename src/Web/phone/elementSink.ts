import type { AudioSink } from './types';

/** As much of an audio element as is needed. */
export interface PlayableElement {
  srcObject: MediaProvider | null;
  autoplay: boolean;
  play(): Promise<void>;
  pause(): void;
  /** Missing where a browser cannot choose the speaker. */
  setSinkId?(deviceId: string): Promise<void>;
}

export interface ElementSinkOptions {
  /** Told when the browser plays no sound before the person has touched the page: `unlock` is to be called from a click. */
  readonly onBlocked?: () => void;
}

/** Plays each call on an audio element of its own: `new ElementSink(() => document.createElement('audio'))`. */
export class ElementSink implements AudioSink {
  readonly #create: () => PlayableElement;
  readonly #options: ElementSinkOptions;
  readonly #elements = new Map<string, PlayableElement>();
  #outputDevice = '';

  constructor(create: () => PlayableElement, options: ElementSinkOptions = {}) {
    this.#create = create;
    this.#options = options;
  }

  play(callId: string, stream: MediaStream): void {
    const element = this.#elements.get(callId) ?? this.#open(callId);
    element.srcObject = stream;
    this.#start(element);
  }

  stop(callId: string): void {
    const element = this.#elements.get(callId);
    if (!element) return;
    this.#elements.delete(callId);
    element.pause();
    element.srcObject = null;
  }

  /** Plays what was blocked. */
  unlock(): void {
    for (const element of this.#elements.values()) this.#start(element);
  }

  /** Another speaker, in calls that go on too; empty for the browser's default. Rejects when the browser cannot. */
  async setOutputDevice(deviceId: string): Promise<void> {
    await Promise.all([...this.#elements.values()].map(element => element.setSinkId?.(deviceId)));
    this.#outputDevice = deviceId;
  }

  #open(callId: string): PlayableElement {
    const element = this.#create();
    element.autoplay = true;
    // A speaker that was unplugged: the browser's default is better than silence.
    if (this.#outputDevice !== '') element.setSinkId?.(this.#outputDevice).catch(() => {});
    this.#elements.set(callId, element);
    return element;
  }

  #start(element: PlayableElement): void {
    element.play().catch(problem => {
      if ((problem as { name?: string }).name === 'NotAllowedError') this.#options.onBlocked?.();
    });
  }
}
