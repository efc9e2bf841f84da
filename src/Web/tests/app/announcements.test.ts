import { describe, expect, it } from 'vitest';
import { announcementsOf, isPromptName, movedBy, rulesOf } from '../../app/state/announcements';

describe('announcements of a queue', () => {
  it('are names of prompts and texts in one list', () => {
    expect(announcementsOf(['welcome-2', 'Please wait.'])).toEqual([
      { kind: 'prompt', value: 'welcome-2' },
      { kind: 'text', value: 'Please wait.' },
    ]);
    expect(rulesOf(announcementsOf(['welcome-2', 'Please wait.']))).toEqual(['welcome-2', 'Please wait.']);
  });

  it('are told apart as the server does it', () => {
    expect(['a', '0.wav', 'a_b-c.d', 'a'.repeat(64)].filter(isPromptName)).toHaveLength(4);
    expect(['', '.a', '-a', 'Hello', 'two words', 'señal', 'a'.repeat(65), 'a\n'].filter(isPromptName)).toEqual([]);
  });

  it('keep a text of one small word a text', () => {
    expect(rulesOf([{ kind: 'text', value: 'momento' }])).toEqual(['momento ']);
    expect(announcementsOf(['momento '])).toEqual([{ kind: 'text', value: 'momento ' }]);
  });

  it('are moved up and down', () => {
    expect(movedBy(['a', 'b', 'c'], 2, -1)).toEqual(['a', 'c', 'b']);
    expect(movedBy(['a', 'b', 'c'], 0, 1)).toEqual(['b', 'a', 'c']);
  });
});
