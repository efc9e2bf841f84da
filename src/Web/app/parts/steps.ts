import type { TextKey } from '../i18n/en';
import { t } from '../i18n/texts';
import type { StepType } from '../rest/flows';

export const stepTexts: Readonly<Record<StepType, TextKey>> = {
  say: 'stepSay',
  menu: 'stepMenu',
  gather: 'stepGather',
  hours: 'stepHours',
  set: 'stepSet',
  switch: 'stepSwitch',
  webhook: 'stepWebhook',
  queue: 'stepQueue',
  transfer: 'stepTransfer',
  hangUp: 'stepHangUp',
};

const exits: Readonly<Record<string, TextKey>> = {
  next: 'wayNext',
  otherwise: 'wayOtherwise',
  open: 'wayOpen',
  closed: 'wayClosed',
};

/** What leads along a way: its own word, or the digit or value. */
export function exitText(label: string): string {
  const key = exits[label];
  return key ? t(key) : label;
}
