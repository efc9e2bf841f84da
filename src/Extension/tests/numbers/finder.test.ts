import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { NumberFinder } from '../../numbers/finder';
import type { RuleTable } from '../../numbers/rules';
import rules from '../../numbers/rules.json';
import { countOfOthers, type Format, makeNumbers, makeOthers } from './corpus';

const table = rules as unknown as RuleTable;
const seed = 20_261_127;
const numbersFile = join(import.meta.dirname, 'numbers.json');
const othersFile = join(import.meta.dirname, 'noNumbers.txt');
const countries = ['CO', 'US', 'ES', 'DE', 'GB', 'MX'];
const sentences = [
  '{}',
  'Llame al {} por favor.',
  'Tel. {}',
  'Ana Gómez ({}), ventas',
  'Our number is {}, ext. 12',
  'cel:{}\nGracias',
  '«{}»',
  'A: {}; B: mañana',
];
const finders = new Map(countries.map(country => [country, new NumberFinder(table, country)]));

if (process.env.RTC_UPDATE_CORPUS) {
  writeFileSync(numbersFile, `${JSON.stringify(makeNumbers(seed), null, 2)}\n`);
  writeFileSync(othersFile, `${makeOthers(seed).join('\n')}\n`);
}

const formats = JSON.parse(readFileSync(numbersFile, 'utf8')) as Format[];
const others = readFileSync(othersFile, 'utf8').trimEnd().split('\n');

describe('the corpus', () => {
  it('is what its seed makes', () => {
    expect(formats).toEqual(makeNumbers(seed));
    expect(others).toEqual(makeOthers(seed));
    expect(others).toHaveLength(countOfOthers);
  });

  it('has all its numbers found, each as itself', () => {
    const missed: string[] = [];
    let all = 0;
    for (const { country, numbers } of formats) {
      for (const [written, e164] of Object.entries(numbers)) {
        for (const sentence of sentences) {
          all++;
          const text = sentence.replace('{}', written);
          const found = finders.get(country)?.find(text) ?? [];
          const [one] = found;
          if (found.length === 1 && one?.e164 === e164 && text.slice(one.start, one.end) === written) continue;
          missed.push(`${country}: ${text} → ${JSON.stringify(found)}`);
        }
      }
    }
    expect(missed.slice(0, 10), `${missed.length} of ${all}`).toEqual([]);
  });

  it.each(countries)('has nothing that is taken for a number in %s', country => {
    const finder = finders.get(country) as NumberFinder;
    const taken = others.flatMap(text => finder.find(text).map(({ e164 }) => `${text} → ${e164}`));
    expect(taken).toEqual([]);
  });
});

describe('the finder', () => {
  const finder = finders.get('CO') as NumberFinder;
  const found = (text: string) => finder.find(text).map(({ start, end, e164 }) => `${text.slice(start, end)} ${e164}`);

  it('finds several in one text, parted by words, slashes and dashes', () => {
    expect(found('601 234 5678 / 300 123 4567')).toEqual(['601 234 5678 +576012345678', '300 123 4567 +573001234567']);
    expect(found('601 2345678 - 300 1234567 o +34 612 34 56 78')).toEqual([
      '601 2345678 +576012345678',
      '300 1234567 +573001234567',
      '+34 612 34 56 78 +34612345678',
    ]);
  });

  it('knows where an international number ends', () => {
    expect(found('+57 300 1234567 2 veces')).toEqual(['+57 300 1234567 +573001234567']);
  });

  it('takes nothing of a longer run of digits', () => {
    expect(found('30012345678901')).toEqual([]);
    expect(found('4111 1111 1111 1111')).toEqual([]);
  });

  it('believes a word in front: telephone or something else', () => {
    expect(found('Factura 3001234567')).toEqual([]);
    expect(found('Factura enviada, cel 3001234567')).toEqual(['3001234567 +573001234567']);
  });

  it('is not kept busy by texts that are made for it', () => {
    // Quadratic time would be minutes here, and the test would not end.
    for (const piece of ['1 ', '(', '+1-', '1/', ' ', '(+1)', 'ext. ', '1. ']) expect(finder.find(piece.repeat(50_000))).toEqual([]);
  });

  it.each([
    ['300 123 4567', '+573001234567'],
    [' tel:+34-612-345-678 ', '+34612345678'],
    ['tel:+573001234567;ext=12', '+573001234567'],
    ['1002', '1002'],
    ['*97', '*97'],
    ['#31#', null],
    ['hola', null],
    ['300 123 4567 y más', null],
    ['<b>1</b>', null],
    ['', null],
    ['+12', null],
  ])('reads %s as a whole', (text, expected) => {
    expect(finder.read(text)).toBe(expected);
  });

  it('reads a national number without its prefix when it is all that was selected', () => {
    expect(finders.get('DE')?.read('30 22345678')).toBe('+493022345678');
  });

  it('finds international numbers alone where the country is not known', () => {
    const anywhere = new NumberFinder(table, 'XX');
    expect(anywhere.find('300 123 4567, +57 300 123 4567').map(({ e164 }) => e164)).toEqual(['+573001234567']);
  });
});
