/**
 * What the finder knows of one region, as `rules.json` has it: calling code, pattern of valid national numbers, their lengths, the prefix that is dialled
 * within the country (pattern, and what replaces it), the prefix that leads abroad, and 1 where national numbers are written with their prefix.
 */
export type RegionRow = readonly [
  code: string,
  valid: string,
  lengths: readonly number[],
  prefix?: string,
  replacement?: string,
  abroad?: string,
  needsPrefix?: 0 | 1,
];

/** All regions by their two letters (ISO 3166-1), the main one of a calling code first; `001-` and the code for codes that belong to no country. */
export type RuleTable = Readonly<Record<string, RegionRow>>;

const longestCode = 3;

/** One region's rules, ready for use. */
export class Region {
  readonly code: string;
  /** Whether people of the country write the national prefix in front of national numbers. */
  readonly needsPrefix: boolean;
  readonly #lengths: ReadonlySet<number>;
  readonly #valid: RegExp;
  readonly #prefix: RegExp | null;
  readonly #replacement: string;
  readonly #abroad: RegExp | null;

  constructor([code, valid, lengths, prefix = '', replacement = '', abroad = '', needsPrefix = 0]: RegionRow) {
    this.code = code;
    this.needsPrefix = needsPrefix === 1;
    this.#lengths = new Set(lengths);
    this.#valid = new RegExp(`^(?:${valid})$`);
    this.#prefix = prefix === '' ? null : new RegExp(`^(?:${prefix})`);
    this.#replacement = replacement;
    this.#abroad = abroad === '' ? null : new RegExp(`^(?:${abroad})`);
  }

  isValid(national: string): boolean {
    return this.#lengths.has(national.length) && this.#valid.test(national);
  }

  /** The national number without the prefix that is dialled within the country; null when there is none to take away. */
  withoutPrefix(digits: string): string | null {
    const match = this.#prefix?.exec(digits);
    if (!match || match[0] === '') return null;
    // A replacement is meant for numbers that its last group took part in (Argentina, Brazil, Mexico).
    if (this.#replacement !== '' && match[match.length - 1] !== undefined && match.length > 1) {
      return digits.replace(this.#prefix as RegExp, this.#replacement);
    }
    return digits.slice(match[0].length);
  }

  /** What follows the prefix that leads abroad; null when the digits do not begin with it. */
  afterAbroad(digits: string): string | null {
    const match = this.#abroad?.exec(digits);
    return match && match[0] !== '' ? digits.slice(match[0].length) : null;
  }

  /** The national number in these digits, written with the national prefix or without; null when there is no valid one. */
  national(digits: string): string | null {
    const stripped = this.withoutPrefix(digits);
    if (stripped !== null && this.isValid(stripped)) return stripped;
    return this.isValid(digits) ? digits : null;
  }
}

/** The numbering plans of the world. */
export class Plans {
  readonly #table: RuleTable;
  readonly #regions = new Map<string, Region>();
  readonly #byCode = new Map<string, string[]>();

  constructor(table: RuleTable) {
    this.#table = table;
    for (const [name, [code]] of Object.entries(table)) this.#byCode.set(code, [...(this.#byCode.get(code) ?? []), name]);
  }

  /** Countries that a tenant may be in. */
  get countries(): string[] {
    return Object.keys(this.#table).filter(name => name.length === 2);
  }

  region(name: string): Region | null {
    const known = this.#regions.get(name);
    if (known) return known;
    const row = this.#table[name];
    if (!row) return null;
    const region = new Region(row);
    this.#regions.set(name, region);
    return region;
  }

  /** E.164 of digits that begin with a calling code; null when no country has such a number. */
  international(digits: string): string | null {
    for (let length = 1; length <= longestCode; length++) {
      const code = digits.slice(0, length);
      for (const name of this.#byCode.get(code) ?? []) {
        const national = this.region(name)?.national(digits.slice(length)) ?? null;
        if (national !== null) return `+${code}${national}`;
      }
    }
    return null;
  }
}
