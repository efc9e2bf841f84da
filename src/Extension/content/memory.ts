import type { FoundNumber, NumberFinder } from '../numbers/finder';

/** Texts that are kept. */
const most = 20_000;

/** Pages change in one place and are read as a whole: what is in texts that were read before is known. */
export class FinderMemory implements Pick<NumberFinder, 'find'> {
  readonly #finder: Pick<NumberFinder, 'find'>;
  readonly #known = new Map<string, readonly FoundNumber[]>();

  constructor(finder: Pick<NumberFinder, 'find'>) {
    this.#finder = finder;
  }

  find(text: string): readonly FoundNumber[] {
    const known = this.#known.get(text);
    if (known) return known;
    if (this.#known.size >= most) this.#known.clear();
    const found = this.#finder.find(text);
    this.#known.set(text, found);
    return found;
  }
}
