import type { QueueRules } from '../rest/queues';

/** A queue as it is before anybody has decided anything. */
export const plainRules: QueueRules = {
  name: '',
  strategy: 'longestIdle',
  proficiencyFirst: false,
  members: [],
  ringTime: '00:00:20',
  widenAfter: '00:00:05',
  ageingStep: '00:01:00',
  keepForLastAgent: null,
  limits: {
    maxWaiting: 1_000,
    whenFull: null,
    maxWait: null,
    afterMaxWait: null,
    maxEstimatedWait: null,
    whenTooSlow: null,
    joinNeeds: 'nobody',
    stayNeeds: 'nobody',
    whenNobodyServes: null,
    whenClosed: null,
    onHoliday: null,
    inEmergency: null,
  },
  hours: { timeZone: 'America/Bogota', weekly: [], holidays: [], closingSendsAway: false },
  wrapUp: { time: '00:00:10', dispositionRequired: false, dispositions: [] },
  serviceLevel: { within: '00:00:20', shortAbandon: '00:00:05', formula: 'withoutShortAbandons' },
};
