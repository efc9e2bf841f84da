import type { CallHost } from './callHost';
import { CallMedia } from './callMedia';
import { readSample } from './callStats';
import type { OfferCard } from './contract';
import { PhoneError } from './errors';
import type { Voice } from './microphone';
import { QualityWatch, type Silence } from './qualityWatch';
import type { CallQuality, CallSample, Warning, WarningName } from './types';

/** A new connection that is not connected after so long is given up, and another one offered. */
const patienceMs = 8_000;
const againMs = 1_000;
const sampleMs = 1_000;
const reportEvery = 5;

export interface CallSoundEvents {
  interrupted(error: PhoneError): void;
  up(): void;
  /** The edge does not know the call any more. */
  gone(): void;
  problem(error: PhoneError): void;
  /** The own picture or the other party's is another. */
  pictured(): void;
  sample(sample: CallSample): void;
  warning(warning: Warning): void;
  cleared(name: WarningName): void;
}

/** The sound and the picture of one call: microphone, camera, connections, and how they are made anew when they break. */
export class CallSound {
  readonly #host: CallHost;
  readonly #callId: () => string;
  readonly #events: CallSoundEvents;
  readonly #watch: QualityWatch;
  #voice: Voice | null = null;
  #camera: MediaStreamTrack | null = null;
  #localPicture: MediaStream | null = null;
  #media: CallMedia | null = null;
  #isEnabled = true;
  #isClosed = false;
  #isRecovering = false;
  #wishes = 0;
  #isRefused = false;
  #up: (() => void) | null = null;
  #wakeUp: () => void = () => {};
  #timer: ReturnType<typeof setInterval> | null = null;
  #silence: Silence = { input: false, output: false };
  #last: { connection: RTCPeerConnection; sample: CallSample } | null = null;
  #samples = 0;

  constructor(host: CallHost, callId: () => string, events: CallSoundEvents) {
    this.#host = host;
    this.#callId = callId;
    this.#events = events;
    this.#watch = new QualityWatch(
      warning => events.warning(warning),
      name => events.cleared(name),
    );
  }

  get isUp(): boolean {
    return this.#media?.isUp ?? false;
  }

  /** An offer was made since the page was loaded. */
  get isOffered(): boolean {
    return this.#media !== null;
  }

  get quality(): CallQuality | null {
    return this.#watch.quality;
  }

  get remoteStream(): MediaStream | null {
    return this.#media?.remoteStream ?? null;
  }

  get localStream(): MediaStream | null {
    return this.#voice && this.#host.rtc.createStream([this.#voice.track]);
  }

  get localPicture(): MediaStream | null {
    return this.#localPicture;
  }

  get remotePicture(): MediaStream | null {
    return this.#media?.remotePicture ?? null;
  }

  /** Opens the microphone, and the camera when it is to be on, and makes the first offer. */
  async open(number: number, isCameraOn: boolean): Promise<OfferCard> {
    if (!this.#voice) this.#hear(await this.#host.openVoice());
    if (isCameraOn && !this.#camera) this.#see(await this.#host.openCamera());
    if (this.#isClosed) throw new PhoneError('state', 'The call is over.');
    return this.#connect().offer(number);
  }

  async answer(card: OfferCard): Promise<void> {
    try {
      await this.#media?.answer(card);
    } catch (cause) {
      this.#events.problem(new PhoneError('media', "The edge's answer cannot be used.", { cause }));
      this.recover();
    }
  }

  /** Lets the microphone be heard, or not. */
  enable(isEnabled: boolean, silence: Silence): void {
    this.#isEnabled = isEnabled;
    this.#silence = silence;
    if (this.#voice) this.#voice.track.enabled = isEnabled;
  }

  /** Shows the camera's picture, or no longer: by a new offer. */
  async show(isOn: boolean): Promise<void> {
    if (isOn === (this.#camera !== null) || this.#isClosed) return;
    this.#see(isOn ? await this.#host.openCamera() : null);
    if (!this.#isClosed) this.recover();
  }

  /** Measures from now on. */
  measure(): void {
    this.#timer ??= setInterval(() => void this.#sample(), sampleMs);
  }

  /** Makes a new connection with `Reattach`, again and again until it is connected. */
  recover(): void {
    this.#wishes++;
    if (this.#isRecovering) this.#wakeUp();
    else void this.#recover();
  }

  close(): void {
    this.#isClosed = true;
    if (this.#timer !== null) clearInterval(this.#timer);
    this.#wakeUp();
    this.#media?.close();
    this.#voice?.close();
    this.#see(null);
    this.#host.sink?.stop(this.#callId());
  }

  async #recover(): Promise<void> {
    this.#isRecovering = true;
    for (let isDone = false; !isDone && !this.#isClosed; ) {
      await this.#host.linked();
      const wishes = this.#wishes;
      // What was wished for meanwhile is not in what was offered.
      isDone = this.#isClosed || ((await this.#attempt()) && wishes === this.#wishes);
    }
    this.#isRecovering = false;
  }

  // True when nothing is left to be done.
  async #attempt(): Promise<boolean> {
    await this.#listen();
    if (this.#isClosed) return true;
    const callId = this.#callId();
    const media = this.#connect();
    let isUp = false;
    this.#isRefused = false;
    const connected = this.#wait(patienceMs, () => (isUp = true));
    try {
      const offer = await media.offer(this.#host.numbers.next(callId));
      await this.#host.ask('Reattach', { callId, offer });
    } catch (problem) {
      this.#wakeUp();
      return this.#failed(problem, callId);
    }
    await connected;
    if (this.#isRefused) await this.#wait(againMs);
    return isUp;
  }

  async #failed(problem: unknown, callId: string): Promise<boolean> {
    const error = problem instanceof PhoneError ? problem : new PhoneError('media', 'A connection cannot be made.', { cause: problem });
    // The call has moved into another one while it was asked for.
    if (callId !== this.#callId()) return false;
    if (error.code === 'notFound') {
      this.#events.gone();
      return true;
    }
    if (error.code !== 'connection') await this.#wait((error.retryAfterSeconds ?? 0) * 1_000 || againMs);
    return false;
  }

  // A page that was loaded anew has no microphone yet; without one the call goes on all the same, and the other party is heard.
  async #listen(): Promise<void> {
    if (this.#voice || this.#media) return;
    try {
      this.#hear(await this.#host.openVoice());
    } catch (problem) {
      if (problem instanceof PhoneError) this.#events.problem(problem);
    }
  }

  #wait(milliseconds: number, up?: () => void): Promise<void> {
    return new Promise(done => {
      const end = () => {
        clearTimeout(timer);
        this.#wakeUp = () => {};
        this.#up = null;
        done();
      };
      const timer = setTimeout(end, milliseconds);
      this.#wakeUp = end;
      this.#up = () => {
        up?.();
        end();
      };
    });
  }

  #hear(voice: Voice): void {
    if (this.#isClosed) {
      voice.close();
      return;
    }
    this.#voice = voice;
    voice.track.enabled = this.#isEnabled;
    voice.onReplaced = track => this.#media?.replaceTrack(track);
  }

  #see(camera: MediaStreamTrack | null): void {
    if (this.#camera) this.#camera.onended = null;
    this.#camera?.stop();
    if (camera && this.#isClosed) camera.stop();
    this.#camera = this.#isClosed ? null : camera;
    this.#localPicture = this.#camera && this.#host.rtc.createStream([this.#camera]);
    this.#media?.show(this.#camera);
    // It was unplugged, or another program took it.
    if (this.#camera) this.#camera.onended = () => void this.show(false);
    if (!this.#isClosed) this.#events.pictured();
  }

  #connect(): CallMedia {
    if (this.#media) return this.#media;
    this.#media = new CallMedia(this.#host.rtc, this.#host.codecs, this.#host.takesVideo, this.#voice?.track ?? null, {
      playing: stream => this.#host.sink?.play(this.#callId(), stream),
      pictured: () => this.#events.pictured(),
      up: () => {
        this.#up?.();
        this.#events.up();
      },
      down: () => {
        this.#events.interrupted(new PhoneError('media', 'The connection for the sound is interrupted.'));
        this.recover();
      },
      refused: () => {
        this.#events.problem(new PhoneError('media', 'The edge cannot use what this browser offers.'));
        this.#isRefused = true;
        this.#wakeUp();
      },
    });
    this.#media.show(this.#camera);
    return this.#media;
  }

  async #sample(): Promise<void> {
    const connection = this.#media?.connection;
    if (!connection || !this.isUp) return;
    const stats = (await connection.getStats()) as unknown as ReadonlyMap<string, unknown>;
    if (this.#isClosed) return;
    const isSame = this.#last?.connection === connection;
    if (!isSame) this.#watch.restart();
    const sample = readSample(stats, isSame ? (this.#last?.sample ?? null) : null, Date.now());
    this.#last = { connection, sample };
    this.#watch.take(sample, this.#silence);
    this.#events.sample(sample);
    const quality = this.quality;
    if (quality && ++this.#samples % reportEvery === 0) {
      const { mos, lossPercent, jitterMilliseconds, roundTripMilliseconds } = quality;
      this.#host.report({ callId: this.#callId(), mos, lossPercent, jitterMilliseconds, roundTripMilliseconds });
    }
  }
}
