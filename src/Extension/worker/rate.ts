/** Lets so many pass in a time. */
export class Rate {
  readonly #most: number;
  readonly #withinMs: number;
  #passed: number[] = [];

  constructor(most: number, withinMs: number) {
    this.#most = most;
    this.#withinMs = withinMs;
  }

  /** Whether one more passes now (milliseconds). */
  takes(now: number): boolean {
    this.#passed = this.#passed.filter(at => at > now - this.#withinMs);
    if (this.#passed.length >= this.#most) return false;
    this.#passed.push(now);
    return true;
  }
}
