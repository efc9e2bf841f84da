import { duration, number, t, when } from '../i18n/texts';
import type { Assignment, QueueStrategy } from '../rest/queues';

/** .NET counts ticks of 100 ns from the year 1. */
const ticksPerMs = 10_000;
const epochTicks = 621_355_968_000_000_000;

/** Above every rank: who comes only after the round has ended. */
const nextRound = 2 ** 32;

/** What a strategy compared, in words. */
export function scoreText(strategy: QueueStrategy, score: number): string {
  switch (strategy) {
    case 'longestIdle':
    case 'ringProgressively':
      // Whoever has had no call yet is idle since ever.
      return score < epochTicks ? t('whyNoCallYet') : t('whyIdleSince', { time: when(new Date((score - epochTicks) / ticksPerMs)) });
    case 'leastTalkTime':
      return t('whyTalked', { time: duration(score / ticksPerMs / 1_000) });
    case 'fewestCalls':
      return t('whyCalls', { count: number(score) });
    case 'weightedRandom':
      return t('whyWeight', { weight: number(score) });
    case 'roundRobin':
      return score >= nextRound ? t('whyNextRound', { place: number(score - nextRound + 1) }) : t('whyPlace', { place: number(score + 1) });
    case 'topDown':
      return t('whyPlace', { place: number(score + 1) });
    default:
      return t('whyChance');
  }
}

const triggers = {
  callerArrived: 'whyCallerArrived',
  agentReady: 'whyAgentReady',
  returned: 'whyReturned',
  relaxed: 'whyRelaxed',
  widened: 'whyWidened',
  rulesChanged: 'whyRulesChanged',
  callbackDue: 'whyCallbackDue',
} as const;

/** What led to it, and how many could have had the call. */
export function reasonText({ trigger, fitting, passed }: Assignment): string {
  const skipped = passed > 0 ? ` ${t('whyPassed', { count: number(passed) })}` : '';
  return `${t(triggers[trigger])} ${fitting === 1 ? t('whyOnlyOne') : t('whyFitting', { count: number(fitting) })}${skipped}`;
}
