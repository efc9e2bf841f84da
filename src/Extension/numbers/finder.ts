import { forbidsAfter, forbidsBefore, isShapedOtherwise } from './context';
import { Plans, type Region, type RuleTable } from './rules';

/** A telephone number in a text. */
export interface FoundNumber {
  readonly start: number;
  /** Behind its last character. */
  readonly end: number;
  readonly e164: string;
}

/** Spaces of all widths but no line break, hyphens and dashes, dots, slashes, parentheses. */
const separator = '[ \\t\\u00a0\\u2007\\u2009\\u202f.\\-\\u2010-\\u2013/()]';
const candidates = new RegExp(`(?:\\(?\\+${separator}?|\\()?\\d(?:${separator}{0,3}\\d){6,40}`, 'g');

/** Where one number ends and another may begin: "601 2345678 / 300 1234567", "601 2345678 - 300 1234567". */
const strong = /\s*\/\s*|\s+[-\u2010-\u2013]\s+|\s{2,}/g;

const leastDigits = 7;
const mostDigits = 15;
/** Digits of a number that has its calling code but no plus sign: with fewer anything could be one. */
const leastWithCode = 11;
/** Texts are scanned up to here; what is longer is no conversation. */
const longest = 100_000;

/** Finds telephone numbers in texts of a company whose people are in one country. No regular expression here backs up more than linearly. */
export class NumberFinder {
  readonly #plans: Plans;
  readonly #home: Region | null;

  /** `country`: two letters (ISO 3166-1); one that is not known finds international numbers alone. */
  constructor(table: RuleTable, country: string) {
    this.#plans = new Plans(table);
    this.#home = this.#plans.region(country);
  }

  /** All numbers of a text, from its beginning to its end. */
  find(text: string): readonly FoundNumber[] {
    const found: FoundNumber[] = [];
    const scanned = text.length > longest ? text.slice(0, longest) : text;
    for (const match of scanned.matchAll(candidates)) {
      if (forbidsBefore(scanned, match.index) || forbidsAfter(scanned, match.index + match[0].length)) continue;
      found.push(...this.#within(match.index, match[0]));
    }
    return found;
  }

  /**
   * The number that a whole text is (a selection, a cell, what was typed): E.164 when it is a telephone number, its digits when it can be an extension or
   * a service number of the company, else null.
   */
  read(text: string): string | null {
    const trimmed = text
      .trim()
      .replace(/^tel:(?:\/\/)?/i, '')
      .replace(/[;,].*$/s, '');
    if (trimmed === '' || trimmed.length > 40 || !/^[+\d*(][\d\s\u00a0\u2007\u2009\u202f.\-\u2010-\u2013/()*#]*$/.test(trimmed))
      return null;
    const digits = trimmed.replace(/\D/g, '');
    const e164 = /[*#]/.test(trimmed) ? null : this.#e164(digits, trimmed.includes('+'), true);
    if (e164 !== null) return e164;
    const plain = trimmed.replace(/[^\d*#]/g, '');
    return !trimmed.includes('+') && /\d/.test(plain) && plain.length <= mostDigits ? plain : null;
  }

  *#within(from: number, matched: string): Generator<FoundNumber> {
    // A parenthesis that holds more than the area code is the sentence's.
    const isOpen = matched.startsWith('(') && count(matched, '(') > count(matched, ')');
    const [start, run] = isOpen ? [from + 1, matched.slice(1)] : [from, matched];
    const whole = this.#number(run);
    if (whole !== null) {
      yield { start, end: start + run.length, e164: whole };
      return;
    }
    let at = 0;
    for (const gap of [...run.matchAll(strong), null]) {
      const end = gap?.index ?? run.length;
      const part = run.slice(at, end);
      const e164 = part === run ? null : this.#number(part);
      if (e164 !== null) yield { start: start + at, end: start + end, e164 };
      if (gap) at = gap.index + gap[0].length;
    }
    if (run.includes('+')) yield* this.#beginning(start, run);
  }

  // "+57 300 1234567 2 times": with the plus sign there is no doubt where a number begins, and its first groups that are one are taken.
  *#beginning(start: number, run: string): Generator<FoundNumber> {
    if (run.search(strong) >= 0) return;
    for (let end = run.lastIndexOf(' '); end > 0; end = run.lastIndexOf(' ', end - 1)) {
      const e164 = this.#number(run.slice(0, end));
      if (e164 === null) continue;
      yield { start, end: start + end, e164 };
      return;
    }
  }

  #number(run: string): string | null {
    const digits = run.replace(/\D/g, '');
    if (digits.length < leastDigits || digits.length > mostDigits + 2) return null;
    const isInternational = run.includes('+');
    return isShapedOtherwise(run, isInternational) ? null : this.#e164(digits, isInternational, false);
  }

  #e164(digits: string, isInternational: boolean, isLenient: boolean): string | null {
    if (isInternational) return this.#plans.international(digits);
    const home = this.#home;
    if (!home) return digits.startsWith('00') ? this.#plans.international(digits.slice(2)) : null;
    const stripped = home.withoutPrefix(digits);
    if (stripped !== null && home.isValid(stripped)) return `+${home.code}${stripped}`;
    if ((isLenient || !home.needsPrefix) && home.isValid(digits)) return `+${home.code}${digits}`;
    const abroad = home.afterAbroad(digits) ?? (digits.startsWith('00') ? digits.slice(2) : null);
    const foreign = abroad === null ? null : this.#plans.international(abroad);
    if (foreign !== null) return foreign;
    // The calling code without its plus sign: "57 300 1234567".
    return digits.length >= leastWithCode && digits.startsWith(home.code) && home.isValid(digits.slice(home.code.length))
      ? `+${digits}`
      : null;
  }
}

function count(text: string, sign: string): number {
  return text.split(sign).length - 1;
}
