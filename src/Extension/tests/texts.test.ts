import { describe, expect, it } from 'vitest';
import { en } from '../i18n/en';
import { es } from '../i18n/es';
import { text } from '../i18n/texts';

const holes = (sentence: string) => [...sentence.matchAll(/\{\w+\}|%s/g)].map(([hole]) => hole).sort();

describe('the words', () => {
  it('have the same holes in both languages', () => {
    const wrong = Object.entries(en).filter(([key, sentence]) => holes(sentence).join() !== holes(es[key as keyof typeof es]).join());
    expect(wrong).toEqual([]);
  });

  it('keep a hole for which there is no value', () => {
    expect(text('en', 'popHint')).toContain('{number}');
    expect(text('es', 'incoming', { party: 'Ana' })).toBe('Llama Ana');
  });
});
