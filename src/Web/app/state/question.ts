import { signal } from '@preact/signals';

/** Something that is asked before it is done. */
export interface Question {
  readonly title: string;
  readonly text: string;
  /** What the button says that does it. */
  readonly action: string;
  readonly onYes: () => void;
}

/** What is being asked; null when nothing is. */
export const question = signal<Question | null>(null);

export function ask(asked: Question): void {
  question.value = asked;
}
