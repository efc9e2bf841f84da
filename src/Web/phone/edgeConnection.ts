import { BackOff } from './backOff';
import type { AttachRequest, PhoneHub, Welcome } from './contract';
import { PhoneError, type PhoneErrorCode } from './errors';
import type { HubConnector, HubLink, HubListener, HubResult } from './hubLink';
import type { AccessToken, Reconnection } from './types';

/** A connection that lasted so long was a good one: the next loss begins with short waits again. */
const goodMs = 10_000;
const startMs = 10_000;
const probeMs = 3_000;

export interface EdgeConnectionEvents extends Omit<HubListener, 'closed'> {
  /** Connected and attached, for the first time or again. */
  attached(welcome: Welcome): void;
  lost(): void;
  waiting(reconnection: Reconnection): void;
  /** No further attempt is made. */
  refused(error: PhoneError): void;
}

export interface EdgeConnectionParts {
  readonly url: string;
  readonly connector: HubConnector;
  readonly token: () => Promise<AccessToken>;
  readonly request: () => Promise<AttachRequest>;
  readonly events: EdgeConnectionEvents;
}

/** Trying again does not help. */
const final: readonly PhoneErrorCode[] = ['signIn', 'unsupported'];

/** Keeps a connection to the phone hub, over as many WebSockets as it takes. */
export class EdgeConnection {
  readonly #parts: EdgeConnectionParts;
  readonly #backOff = new BackOff();
  #link: HubLink | null = null;
  #attachedAt = 0;
  #isWanted = false;
  #isRunning = false;
  // An edge that is asked to attach the device anew closes the former connection before it answers.
  #isAttaching = false;
  #wakeUp: () => void = () => {};
  #drain: ReturnType<typeof setTimeout> | undefined;

  constructor(parts: EdgeConnectionParts) {
    this.#parts = parts;
  }

  get isLinked(): boolean {
    return this.#link !== null;
  }

  open(): void {
    this.#isWanted = true;
    this.#backOff.reset();
    void this.#run();
  }

  async close(): Promise<void> {
    this.#isWanted = false;
    clearTimeout(this.#drain);
    this.#wakeUp();
    const link = this.#link;
    this.#link = null;
    await link?.stop();
  }

  async invoke<TName extends keyof PhoneHub>(method: TName, ...request: Parameters<PhoneHub[TName]>): Promise<HubResult<TName>> {
    if (!this.#link) throw new PhoneError('connection', 'There is no connection to the edge.');
    return this.#link.invoke(method, ...request);
  }

  /** The network changed: what waits is tried at once, and a connection that does not answer is replaced. */
  async probe(): Promise<void> {
    this.#wakeUp();
    const link = this.#link;
    if (!link) return;
    const silent = new Promise<boolean>(done => setTimeout(() => done(true), probeMs));
    const isDead = await Promise.race([
      silent,
      link.invoke('Watch', []).then(
        () => false,
        problem => problem instanceof PhoneError && problem.code === 'connection',
      ),
    ]);
    if (isDead && this.#link === link) {
      void link.stop();
      this.#lost();
    }
  }

  async #run(): Promise<void> {
    if (this.#isRunning) return;
    this.#isRunning = true;
    while (this.#isWanted) {
      try {
        await this.#connect();
        break;
      } catch (problem) {
        const error = problem instanceof PhoneError ? problem : new PhoneError('connection', 'There is no token.', { cause: problem });
        if (final.includes(error.code)) {
          this.#isWanted = false;
          this.#isRunning = false;
          this.#parts.events.refused(error);
          return;
        }
        await this.#wait(error);
      }
    }
    this.#isRunning = false;
  }

  async #connect(): Promise<void> {
    const [{ token }, request] = [await this.#parts.token(), await this.#parts.request()];
    const early: (() => void)[] = [];
    let isAttached = false;
    const link = this.#parts.connector(
      this.#parts.url,
      token,
      this.#listener(
        () => link,
        tell => (isAttached ? tell() : early.push(tell)),
      ),
    );
    const former = this.#link;
    let welcome: Welcome;
    this.#isAttaching = true;
    try {
      await this.#inTime(link.start());
      welcome = await this.#inTime(link.invoke('Attach', request));
    } catch (problem) {
      void link.stop();
      if (former && !this.#link) this.#parts.events.lost();
      throw problem;
    } finally {
      this.#isAttaching = false;
    }
    if (!this.#isWanted) {
      await link.stop();
      return;
    }
    this.#link = link;
    this.#attachedAt = Date.now();
    clearTimeout(this.#drain);
    void former?.stop();
    this.#parts.events.attached(welcome);
    isAttached = true;
    for (const tell of early) tell();
  }

  // What comes before the answer to Attach waits for it; what comes from a link that was replaced is old.
  #listener(link: () => HubLink, tell: (message: () => void) => void): HubListener {
    const events = this.#parts.events;
    const now = (message: () => void) =>
      tell(() => {
        if (this.#link === link()) message();
      });
    return {
      incoming: card => now(() => events.incoming(card)),
      callChanged: update => now(() => events.callChanged(update)),
      renegotiate: order => now(() => events.renegotiate(order)),
      presenceChanged: changes => now(() => events.presenceChanged(changes)),
      agentChanged: agent => now(() => events.agentChanged(agent)),
      voicemailChanged: voicemail => now(() => events.voicemailChanged(voicemail)),
      inboxChanged: update => now(() => events.inboxChanged(update)),
      queuesChanged: update => now(() => events.queuesChanged(update)),
      agentsChanged: update => now(() => events.agentsChanged(update)),
      roomsChanged: rooms => now(() => events.roomsChanged(rooms)),
      sessionRevoked: reason => now(() => events.sessionRevoked(reason)),
      drain: seconds => now(() => this.#drained(seconds)),
      closed: () => now(() => this.#lost()),
    };
  }

  #lost(): void {
    this.#link = null;
    if (Date.now() - this.#attachedAt >= goodMs) this.#backOff.reset();
    if (this.#isAttaching) return;
    this.#parts.events.lost();
    if (this.#isWanted && !this.#isRunning) {
      this.#isRunning = true;
      void this.#wait(null).then(() => {
        this.#isRunning = false;
        return this.#run();
      });
    }
  }

  // The old connection is kept until there is a new one.
  #drained(seconds: number): void {
    this.#parts.events.drain(seconds);
    clearTimeout(this.#drain);
    this.#drain = setTimeout(() => void this.#run(), seconds * 1_000 + Math.random() * BackOff.shortMs);
  }

  #wait(error: PhoneError | null): Promise<void> {
    const wait = this.#backOff.next(error?.retryAfterSeconds ?? null);
    this.#parts.events.waiting({ attempt: this.#backOff.attempts, at: Date.now() + wait, error });
    return new Promise(done => {
      const end = () => {
        clearTimeout(timer);
        this.#wakeUp = () => {};
        done();
      };
      const timer = setTimeout(end, wait);
      this.#wakeUp = end;
    });
  }

  #inTime<T>(work: Promise<T>): Promise<T> {
    return new Promise((done, failed) => {
      const timer = setTimeout(() => failed(new PhoneError('connection', 'The edge does not answer.')), startMs);
      work.then(done, failed).finally(() => clearTimeout(timer));
    });
  }
}
