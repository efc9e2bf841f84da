import { signal } from '@preact/signals';
import type { Prompt } from '../rest/prompts';
import { api } from './session';

/** The uploaded prompts by name, as an administrator knew them last. */
export const prompts = signal<readonly Prompt[]>([]);

export async function loadPrompts(): Promise<void> {
  prompts.value = await api.get<readonly Prompt[]>('/api/v1/prompts');
}
