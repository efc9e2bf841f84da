import type { AgentCard, CallCard, CallUpdate, PhoneHub, Welcome } from '../../phone/contract';
import { PhoneError } from '../../phone/errors';
import type { HubConnector, HubLink, HubListener, HubResult } from '../../phone/hubLink';

export function card(callId: string, more: Partial<CallCard> = {}): CallCard {
  return {
    callId,
    state: 'connected',
    direction: 'outgoing',
    peer: { number: '1002', name: 'Two', user: 'agent2' },
    dialled: '1002',
    startedAt: '2026-01-02T03:04:05Z',
    answeredAt: more.state && more.state !== 'connected' ? null : '2026-01-02T03:04:10Z',
    onHold: false,
    heldByPeer: false,
    recorded: false,
    recordingProblem: null,
    muted: false,
    consultFor: null,
    end: null,
    third: null,
    supervised: null,
    supervises: null,
    queue: null,
    waitedSeconds: null,
    room: null,
    ...more,
  };
}

export function agentCard(more: Partial<AgentCard> = {}): AgentCard {
  return {
    agent: 'agent1',
    name: 'One',
    extension: '1001',
    status: 'available',
    since: '2026-01-02T03:04:05Z',
    reason: null,
    next: null,
    nextReason: null,
    queue: null,
    callId: null,
    until: null,
    disposition: null,
    dispositions: [],
    dispositionRequired: false,
    pauseReasons: [],
    calls: 0,
    missed: 0,
    queues: ['support'],
    isElsewhere: false,
    ...more,
  };
}

export function ended(callId: string, reason: string, more: Partial<CallCard> = {}): CallCard {
  return card(callId, { ...more, state: 'ended', end: { reason, sipCode: null, text: null, into: null } });
}

type Answers = { [TName in keyof PhoneHub]?: (...request: Parameters<PhoneHub[TName]>) => HubResult<TName> | Promise<HubResult<TName>> };

/** One connection to an edge that says what a test has written down. */
export class ScriptedLink implements HubLink {
  readonly #edge: ScriptedEdge;
  readonly listener: HubListener;
  isStopped = false;

  constructor(edge: ScriptedEdge, listener: HubListener) {
    this.#edge = edge;
    this.listener = listener;
  }

  async start(): Promise<void> {
    const refusal = this.#edge.refusals.shift();
    if (refusal) throw refusal;
  }

  async stop(): Promise<void> {
    this.isStopped = true;
  }

  async invoke<TName extends keyof PhoneHub>(method: TName, ...request: Parameters<PhoneHub[TName]>): Promise<HubResult<TName>> {
    if (this.isStopped) throw new PhoneError('connection', 'The link is closed.');
    this.#edge.asked.push([method, request[0]]);
    const answer = this.#edge.answers[method] as ((...request: unknown[]) => unknown) | undefined;
    return (await answer?.(...request)) as HubResult<TName>;
  }

  /** The connection breaks. */
  lose(): void {
    this.isStopped = true;
    this.listener.closed();
  }
}

/** An edge that says what a test has written down, and writes down what it is asked. */
export class ScriptedEdge {
  readonly links: ScriptedLink[] = [];
  readonly tokens: string[] = [];
  readonly asked: [method: keyof PhoneHub, request: unknown][] = [];
  /** What the next connections are refused with. */
  readonly refusals: PhoneError[] = [];
  welcome: Welcome = {
    user: 'agent1',
    displayName: 'One',
    extension: '1001',
    role: 'agent',
    presence: { user: 'agent1', status: 'available', reason: null, since: '2026-01-02T03:04:05Z' },
    calls: [],
    keepSeconds: 30,
  };
  readonly answers: Answers = {
    Attach: () => this.welcome,
    Watch: () => [],
    Dial: () => ({ callId: 'dialled', failure: null }),
    Consult: () => ({ callId: 'consulted', failure: null }),
    Reattach: () => ({ failure: null }),
    Answer: () => ({ failure: null }),
    Decline: () => ({ failure: null }),
    HangUp: () => ({ failure: null }),
    Hold: () => ({ failure: null }),
    Resume: () => ({ failure: null }),
    SetMuted: () => ({ failure: null }),
    Swap: () => ({ failure: null }),
    CompleteTransfer: () => ({ failure: null }),
    CancelTransfer: () => ({ failure: null }),
    Merge: () => ({ failure: null }),
    Supervise: () => ({ failure: null }),
    Transfer: () => ({ failure: null }),
    SendDtmf: () => ({ failure: null }),
    SetAgentState: () => ({ failure: null }),
    SetDisposition: () => ({ failure: null }),
    WatchQueues: () => ({ failure: null }),
    UnwatchQueues: () => undefined,
    WatchAgents: () => ({ failure: null }),
    UnwatchAgents: () => undefined,
    SetPresence: () => ({ failure: null }),
  };

  readonly connector: HubConnector = (_, token, listener) => {
    const link = new ScriptedLink(this, listener);
    this.tokens.push(token);
    this.links.push(link);
    return link;
  };

  get link(): ScriptedLink {
    const link = this.links.at(-1);
    if (!link) throw new Error('Nobody has connected.');
    return link;
  }

  /** Requests of a method, in their order. */
  requests<TName extends keyof PhoneHub>(method: TName): Parameters<PhoneHub[TName]>[0][] {
    return this.asked.filter(([name]) => name === method).map(([, request]) => request as Parameters<PhoneHub[TName]>[0]);
  }

  changed(call: CallCard, answer: CallUpdate['answer'] = null): void {
    this.link.listener.callChanged({ call, answer });
  }
}
