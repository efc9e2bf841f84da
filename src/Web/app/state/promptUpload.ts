import { t } from '../i18n/texts';
import { ApiError } from '../rest/apiError';
import type { Prompt } from '../rest/prompts';
import { api } from './session';

/** Bytes of the largest file that the server takes. */
export const mostBytes = 2 * 1024 * 1024;

const users = { flow: 'promptOfFlow', queue: 'promptOfQueue', room: 'promptOfRoom', voicemail: 'promptOfVoicemail' } as const;

/** What a prompt of that file could be called. */
export function promptNameOf(file: string): string {
  return file
    .replace(/\.[^.]*$/, '')
    .normalize('NFD')
    .replace(/\p{Mn}/gu, '')
    .toLowerCase()
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[._-]+|[._-]+$/g, '')
    .slice(0, 64);
}

/** Makes a prompt, or gives it a new sound. */
export async function upload(name: string, file: Blob): Promise<void> {
  if (file.size > mostBytes) throw new ApiError(413, 'too-large', t('promptTooLarge'));
  await api.upload<Prompt>(`/api/v1/prompts/${encodeURIComponent(name)}`, file);
}

/** Why the server refused, in the language of the person where it is about who plays the prompt. */
export function refusalOf(problem: unknown): string {
  const text = problem instanceof Error ? problem.message : String(problem);
  const [, kind, name] = /^The (\w+) '(.+)' plays it\.$/.exec(text) ?? [];
  if (kind && kind in users && name) return t(users[kind as keyof typeof users], { name });
  return problem instanceof ApiError && problem.code === 'too-large' ? t('promptTooLarge') : t('fieldProblem', { text });
}
