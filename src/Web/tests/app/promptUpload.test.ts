import { afterEach, describe, expect, it } from 'vitest';
import { ApiError } from '../../app/rest/apiError';
import { preferences } from '../../app/state/preferences';
import { mostBytes, promptNameOf, refusalOf, upload } from '../../app/state/promptUpload';

afterEach(() => {
  preferences.locale.value = 'en';
});

describe('uploading a prompt', () => {
  it('proposes a name that the server takes', () => {
    expect(['Música de Espera (2).wav', 'WELCOME.WAV', '__x.y.wav', `${'a'.repeat(80)}.wav`, '???.wav'].map(promptNameOf)).toEqual([
      'musica-de-espera-2',
      'welcome',
      'x.y',
      'a'.repeat(64),
      '',
    ]);
  });

  it('does not send what is too large', async () => {
    preferences.locale.value = 'en';
    const refused = await upload('large', new Blob([new Uint8Array(mostBytes + 1)])).catch((problem: unknown) => problem);
    expect(refused).toBeInstanceOf(ApiError);
    expect(refusalOf(refused)).toBe('The file has more than 2 MiB.');
  });

  it('says who plays a prompt in the language of the person, and everything else as the server does', () => {
    const used = new ApiError(409, 'conflict', "The flow 'main' plays it.");
    preferences.locale.value = 'en';
    expect(refusalOf(used)).toBe('Not deleted: the flow main plays it.');
    preferences.locale.value = 'es-CO';
    expect(refusalOf(used)).toBe('No se eliminó: la reproduce el flujo main.');
    expect(refusalOf(new ApiError(400, 'invalid', 'The file holds no sound.'))).toContain('The file holds no sound.');
  });
});
