import type { Emitter } from './types';

type Values<TListener> = TListener extends (...values: infer TValues) => void ? TValues : never;
type Listener = (...values: never[]) => void;

/** Keeps listeners by event and tells them in the order in which they came. */
export class Listeners<TEvents> implements Emitter<TEvents> {
  readonly #listeners = new Map<keyof TEvents, Set<Listener>>();

  on<TName extends keyof TEvents>(event: TName, listener: TEvents[TName]): this {
    const listeners = this.#listeners.get(event) ?? new Set();
    this.#listeners.set(event, listeners.add(listener as Listener));
    return this;
  }

  once<TName extends keyof TEvents>(event: TName, listener: TEvents[TName]): this {
    const once = (...values: never[]) => {
      this.#listeners.get(event)?.delete(once);
      this.#listeners.get(event)?.delete(listener as Listener);
      (listener as Listener)(...values);
    };
    return this.on(event, once as TEvents[TName]);
  }

  off<TName extends keyof TEvents>(event: TName, listener: TEvents[TName]): this {
    this.#listeners.get(event)?.delete(listener as Listener);
    return this;
  }

  /** For the library alone: tells all listeners. What one of them throws is reported as uncaught, and the others are told all the same. */
  emit<TName extends keyof TEvents>(event: TName, ...values: Values<TEvents[TName]>): void {
    for (const listener of [...(this.#listeners.get(event) ?? [])]) {
      try {
        listener(...(values as unknown as never[]));
      } catch (problem) {
        queueMicrotask(() => {
          throw problem;
        });
      }
    }
  }
}
