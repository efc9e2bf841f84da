import type { TextKey } from '../i18n/en';
import type { QueueStrategy, StaffRule, Weekday } from '../rest/queues';

export const strategyTexts: Readonly<Record<QueueStrategy, TextKey>> = {
  longestIdle: 'strategyLongestIdle',
  ringAll: 'strategyRingAll',
  roundRobin: 'strategyRoundRobin',
  topDown: 'strategyTopDown',
  leastTalkTime: 'strategyLeastTalkTime',
  fewestCalls: 'strategyFewestCalls',
  random: 'strategyRandom',
  weightedRandom: 'strategyWeightedRandom',
  ringProgressively: 'strategyRingProgressively',
};

export const staffTexts: Readonly<Record<StaffRule, TextKey>> = {
  nobody: 'staffNobody',
  loggedIn: 'staffLoggedIn',
  working: 'staffWorking',
  ready: 'staffReady',
};

export const dayTexts: Readonly<Record<Weekday, TextKey>> = {
  monday: 'dayMonday',
  tuesday: 'dayTuesday',
  wednesday: 'dayWednesday',
  thursday: 'dayThursday',
  friday: 'dayFriday',
  saturday: 'daySaturday',
  sunday: 'daySunday',
};

/** Pairs for a choice. */
export function choicesOf<T extends string>(texts: Readonly<Record<T, TextKey>>): readonly (readonly [T, TextKey])[] {
  return Object.entries(texts) as [T, TextKey][];
}
