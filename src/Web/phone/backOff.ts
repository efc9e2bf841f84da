/** Waits between attempts to connect: short ones while calls wait for their device, longer ones later. */
export class BackOff {
  /** Many browsers lose an edge at the same moment: they come back spread over this time. */
  static readonly firstMs = 500;
  static readonly shortMs = 1_000;
  static readonly longestMs = 15_000;
  /** So many short waits cover the time that an edge keeps calls for a device. */
  static readonly shortWaits = 30;

  #attempts = 0;

  get attempts(): number {
    return this.#attempts;
  }

  /** Milliseconds until the next attempt. */
  next(retryAfterSeconds: number | null, random: number = Math.random()): number {
    this.#attempts += 1;
    const later = this.#attempts - BackOff.shortWaits;
    const wait =
      later > 0 ? Math.min(BackOff.longestMs, BackOff.shortMs * 2 ** later) : this.#attempts === 1 ? BackOff.firstMs : BackOff.shortMs;
    return Math.round((retryAfterSeconds ?? 0) * 1_000 + wait * (this.#attempts === 1 ? random : 0.5 + random));
  }

  reset(): void {
    this.#attempts = 0;
  }
}
