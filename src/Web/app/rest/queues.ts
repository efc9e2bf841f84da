import type { AgentStatus } from '../../phone';

/** Times of the rules are written `hh:mm:ss`. */
export type TimeText = string;

export type QueueStrategy =
  | 'longestIdle'
  | 'ringAll'
  | 'roundRobin'
  | 'topDown'
  | 'leastTalkTime'
  | 'fewestCalls'
  | 'random'
  | 'weightedRandom'
  | 'ringProgressively';

export type StaffRule = 'nobody' | 'loggedIn' | 'working' | 'ready';
export type Weekday = 'monday' | 'tuesday' | 'wednesday' | 'thursday' | 'friday' | 'saturday' | 'sunday';

export interface QueueMember {
  readonly agent: string;
  readonly order: number;
  readonly weight: number;
}

export interface OpenTime {
  readonly day: Weekday;
  /** Local time of day, `hh:mm:ss`. */
  readonly from: string;
  readonly to: string;
}

export interface Holiday {
  readonly date: string;
  readonly from: string | null;
  readonly to: string | null;
}

/** What waiting callers are told. */
export interface QueueAnnouncements {
  readonly placeAfter: TimeText | null;
  readonly placeEvery: TimeText;
  readonly position: boolean;
  readonly estimatedWait: boolean;
  readonly roundTo: TimeText;
  /** Names of prompts, and texts that are spoken. */
  readonly periodic: readonly string[];
  readonly periodicEvery: TimeText;
  readonly language: string;
}

/** Whether callers may hang up, keep their place and be called back. */
export interface CallbackRules {
  readonly allowed: boolean;
  /** 1 to 5. */
  readonly attempts: number;
  readonly retryAfter: TimeText;
  readonly keepFor: TimeText;
  readonly outsideHours: boolean;
}

/** What an administrator sets of a queue: `PUT /api/v1/queues/{name}`. */
export interface QueueRules {
  readonly name: string;
  readonly strategy: QueueStrategy;
  readonly proficiencyFirst: boolean;
  readonly members: readonly QueueMember[];
  readonly ringTime: TimeText;
  readonly widenAfter: TimeText;
  readonly ageingStep: TimeText;
  readonly keepForLastAgent: TimeText | null;
  readonly limits: {
    readonly maxWaiting: number;
    readonly whenFull: string | null;
    readonly maxWait: TimeText | null;
    readonly afterMaxWait: string | null;
    readonly maxEstimatedWait: TimeText | null;
    readonly whenTooSlow: string | null;
    readonly joinNeeds: StaffRule;
    readonly stayNeeds: StaffRule;
    readonly whenNobodyServes: string | null;
    readonly whenClosed: string | null;
    readonly onHoliday: string | null;
    readonly inEmergency: string | null;
  };
  readonly hours: {
    readonly timeZone: string;
    readonly weekly: readonly OpenTime[];
    readonly holidays: readonly Holiday[];
    readonly closingSendsAway: boolean;
  };
  readonly announcements: QueueAnnouncements;
  /** The prompt that is heard while waiting; null: the hold music. */
  readonly music: string | null;
  readonly wrapUp: {
    readonly time: TimeText;
    readonly dispositionRequired: boolean;
    readonly dispositions: readonly string[];
  };
  readonly callbacks: CallbackRules;
  readonly serviceLevel: {
    readonly within: TimeText;
    readonly shortAbandon: TimeText;
    readonly formula: 'withoutShortAbandons' | 'ofAll';
  };
}

/** A caller of a queue. */
export interface QueueCaller {
  readonly place: number;
  readonly call: string | null;
  readonly number: string;
  readonly name: string | null;
  readonly priority: number;
  readonly since: string;
  readonly phase: 'waiting' | 'offered' | 'talking' | 'leaving';
  /** Has hung up and is to be called back. */
  readonly callback: boolean;
}

export interface QueueStatistics {
  readonly joined: number;
  readonly refused: number;
  readonly answered: number;
  readonly answeredInTime: number;
  readonly abandoned: number;
  readonly shortAbandoned: number;
  readonly sentAway: number;
  /** 0 to 1. */
  readonly serviceLevel: number;
  readonly averageWaitSeconds: number;
}

/** `GET /api/v1/queues`. */
export interface Queue {
  readonly name: string;
  readonly rules: QueueRules;
  readonly emergency: boolean;
  readonly open: boolean;
  readonly estimatedSeconds: number;
  readonly callers: readonly QueueCaller[];
  readonly agents: readonly {
    readonly agent: string;
    readonly status: AgentStatus;
    readonly calls: number;
    readonly talkSeconds: number;
  }[];
  /** Since the queue was made. */
  readonly statistics: QueueStatistics;
  /** Since midnight in the queue's zone. */
  readonly today: QueueStatistics;
}

export interface Candidate {
  readonly agent: string;
  readonly proficiency: number;
  readonly score: number;
  readonly rank: number;
}

/** `GET /api/v1/queues/{name}/assignments`. */
export interface Assignment {
  readonly offer: number;
  readonly at: string;
  readonly trigger: 'callerArrived' | 'agentReady' | 'returned' | 'relaxed' | 'widened' | 'rulesChanged' | 'callbackDue';
  readonly rules: number;
  readonly strategy: QueueStrategy;
  readonly place: number;
  readonly call: string | null;
  readonly agent: string;
  readonly passed: number;
  readonly draw: string | null;
  readonly fitting: number;
  readonly candidates: readonly Candidate[];
}
