import { HttpTransportType, type HubConnection, HubConnectionBuilder, LogLevel } from '@microsoft/signalr';
import type { PhoneHub } from './contract';
import { PhoneError } from './errors';
import type { HubConnector, HubLink, HubListener, HubResult } from './hubLink';

/** The edge sends something every 5 s. */
const silenceMs = 12_000;
const keepAliveMs = 5_000;

// SignalR puts its own words before those of the hub.
const hubException = /HubException: (.*)$/s;

/** The phone hub over SignalR: JSON on a WebSocket, without negotiation, so that any balancer will do. */
class SignalrLink implements HubLink {
  readonly #connection: HubConnection;
  readonly #url: string;
  readonly #token: string;
  #stopped = false;

  constructor(url: string, token: string, listener: HubListener) {
    this.#url = url;
    this.#token = token;
    this.#connection = new HubConnectionBuilder()
      .withUrl(`${url}/hub/phone`, { accessTokenFactory: () => token, transport: HttpTransportType.WebSockets, skipNegotiation: true })
      .configureLogging(LogLevel.None)
      .build();
    this.#connection.serverTimeoutInMilliseconds = silenceMs;
    this.#connection.keepAliveIntervalInMilliseconds = keepAliveMs;
    this.#connection.on('Incoming', card => listener.incoming(card));
    this.#connection.on('CallChanged', update => listener.callChanged(update));
    this.#connection.on('Renegotiate', order => listener.renegotiate(order));
    this.#connection.on('PresenceChanged', changes => listener.presenceChanged(changes));
    this.#connection.on('AgentChanged', agent => listener.agentChanged(agent));
    this.#connection.on('VoicemailChanged', voicemail => listener.voicemailChanged(voicemail));
    this.#connection.on('InboxChanged', update => listener.inboxChanged(update));
    this.#connection.on('QueuesChanged', update => listener.queuesChanged(update));
    this.#connection.on('AgentsChanged', update => listener.agentsChanged(update));
    this.#connection.on('RoomsChanged', rooms => listener.roomsChanged(rooms));
    this.#connection.on('SessionRevoked', reason => listener.sessionRevoked(reason));
    this.#connection.on('Drain', seconds => listener.drain(seconds));
    this.#connection.onclose(() => {
      if (!this.#stopped) listener.closed();
    });
  }

  async start(): Promise<void> {
    try {
      await this.#connection.start();
    } catch (cause) {
      throw await this.#whyNot(cause);
    }
  }

  async stop(): Promise<void> {
    this.#stopped = true;
    await this.#connection.stop();
  }

  async invoke<TName extends keyof PhoneHub>(method: TName, ...request: Parameters<PhoneHub[TName]>): Promise<HubResult<TName>> {
    try {
      return await this.#connection.invoke<HubResult<TName>>(method, ...request);
    } catch (cause) {
      const text = hubException.exec(cause instanceof Error ? cause.message : '')?.[1];
      if (text === undefined) throw new PhoneError('connection', 'The connection to the edge was lost.', { cause });
      if (text.includes('sign in again')) throw new PhoneError('signIn', text);
      throw text.startsWith('Too many') ? new PhoneError('limited', text, { retryAfterSeconds: 1 }) : new PhoneError('unavailable', text);
    }
  }

  // A browser does not tell a page what a WebSocket was refused with.
  async #whyNot(cause: unknown): Promise<PhoneError> {
    try {
      const answer = await fetch(`${this.#url}/api/v1/me`, { headers: { authorization: `Bearer ${this.#token}` }, cache: 'no-store' });
      if (answer.status === 401) return new PhoneError('signIn', 'The sign-in is not valid any more.', { cause });
      const seconds = Number(answer.headers.get('retry-after'));
      return new PhoneError('connection', 'The edge does not take the connection.', {
        cause,
        retryAfterSeconds: seconds > 0 ? seconds : null,
      });
    } catch {
      return new PhoneError('connection', 'The edge cannot be reached.', { cause });
    }
  }
}

export const connectSignalr: HubConnector = (url, token, listener) => new SignalrLink(url, token, listener);
