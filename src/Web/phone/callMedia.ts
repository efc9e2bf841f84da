import type { OfferCard } from './contract';
import type { AudioCodec, RtcApi } from './types';

/** One connection of a call, from its offer on. */
interface Attempt {
  readonly connection: RTCPeerConnection;
  readonly stream: MediaStream;
  readonly number: number;
  sender: RTCRtpSender | null;
  picture: MediaStream | null;
}

export interface CallMediaEvents {
  /** The other party's sound is in this stream from now on. */
  playing(stream: MediaStream): void;
  /** The other party's picture came or went: `remotePicture` is another. */
  pictured(): void;
  /** Sound goes both ways: for the first time, again, or over a new connection. */
  up(): void;
  /** The connection in use is interrupted; it may recover by itself. */
  down(): void;
  /** The edge did not accept the offer. */
  refused(): void;
}

/** Connections of one call's sound and picture: a new one is made beside the one in use, which is kept until the new one is connected. */
export class CallMedia {
  readonly #rtc: RtcApi;
  readonly #codecs: readonly AudioCodec[];
  readonly #events: CallMediaEvents;
  readonly #takesVideo: boolean;
  #track: MediaStreamTrack | null;
  #camera: MediaStreamTrack | null = null;
  #current: Attempt | null = null;
  #next: Attempt | null = null;
  #isUp = false;

  constructor(rtc: RtcApi, codecs: readonly AudioCodec[], takesVideo: boolean, track: MediaStreamTrack | null, events: CallMediaEvents) {
    this.#rtc = rtc;
    this.#codecs = codecs;
    this.#takesVideo = takesVideo;
    this.#track = track;
    this.#events = events;
  }

  /** Sound goes both ways. */
  get isUp(): boolean {
    return this.#isUp;
  }

  /** Whose statistics are those of the call. */
  get connection(): RTCPeerConnection | null {
    return (this.#current ?? this.#next)?.connection ?? null;
  }

  get remoteStream(): MediaStream | null {
    return (this.#current ?? this.#next)?.stream ?? null;
  }

  /** The picture of the connection in use. */
  get remotePicture(): MediaStream | null {
    return (this.#current ?? this.#next)?.picture ?? null;
  }

  /** Makes a new connection and offers it; one that was offered before and is not connected is given up. The edge is ICE-lite: the offer needs no candidates. */
  async offer(number: number): Promise<OfferCard> {
    this.#drop(this.#next);
    const connection = this.#rtc.createConnection({ bundlePolicy: 'max-bundle', rtcpMuxPolicy: 'require', iceServers: [] });
    const attempt: Attempt = { connection, stream: this.#rtc.createStream([]), number, sender: null, picture: null };
    this.#next = attempt;
    connection.ontrack = event => {
      if (event.track.kind === 'video') {
        attempt.picture = this.#rtc.createStream([event.track]);
        if (!this.#current) this.#events.pictured();
        return;
      }
      attempt.stream.addTrack(event.track);
      // Early media and the first answer are heard at once; a replacement when it is connected.
      if (!this.#current) this.#events.playing(attempt.stream);
    };
    connection.onconnectionstatechange = () => this.#changed(attempt);
    const transceiver = this.#track
      ? connection.addTransceiver(this.#track, { direction: 'sendrecv', streams: [this.#rtc.createStream([this.#track])] })
      : connection.addTransceiver('audio', { direction: 'sendrecv' });
    attempt.sender = transceiver.sender;
    this.#prefer(transceiver);
    this.#offerPicture(connection);
    await connection.setLocalDescription(await connection.createOffer());
    return { number, sdp: connection.localDescription?.sdp ?? '' };
  }

  /** Takes the edge's answer; one to an offer that was given up is dropped. */
  async answer(card: OfferCard): Promise<void> {
    const attempt = [this.#next, this.#current].find(one => one?.number === card.number);
    if (attempt?.connection.signalingState !== 'have-local-offer') return;
    if (card.sdp === '') {
      this.#drop(attempt);
      this.#events.refused();
      return;
    }
    await attempt.connection.setRemoteDescription({ type: 'answer', sdp: card.sdp });
  }

  /** Sends another track from now on: another microphone. */
  replaceTrack(track: MediaStreamTrack): void {
    this.#track = track;
    for (const attempt of [this.#current, this.#next]) {
      // A connection that is being closed refuses; it needs none any more.
      attempt?.sender?.replaceTrack(track).catch(() => {});
    }
  }

  /** Offers to send this picture, or none, from the next offer on. */
  show(camera: MediaStreamTrack | null): void {
    this.#camera = camera;
  }

  close(): void {
    this.#isUp = false;
    this.#drop(this.#next);
    this.#drop(this.#current);
  }

  #changed(attempt: Attempt): void {
    const state = attempt.connection.connectionState;
    if (state === 'connected') {
      this.#promote(attempt);
    } else if (attempt === this.#current && this.#isUp && (state === 'disconnected' || state === 'failed')) {
      this.#isUp = false;
      this.#events.down();
    } else if (attempt === this.#next && state === 'failed') {
      this.#drop(attempt);
      this.#events.down();
    }
  }

  #promote(attempt: Attempt): void {
    if (attempt === this.#next) {
      const former = this.#current;
      this.#current = attempt;
      this.#next = null;
      if (former) {
        this.#events.playing(attempt.stream);
        if (former.picture || attempt.picture) this.#events.pictured();
        this.#drop(former);
      }
    } else if (attempt !== this.#current || this.#isUp) {
      return;
    }
    this.#isUp = true;
    this.#events.up();
  }

  #drop(attempt: Attempt | null): void {
    if (!attempt) return;
    attempt.connection.ontrack = null;
    attempt.connection.onconnectionstatechange = null;
    attempt.connection.close();
    if (attempt === this.#next) this.#next = null;
    if (attempt === this.#current) this.#current = null;
  }

  // The edge takes it when the other party has a picture too, or sees this one.
  #offerPicture(connection: RTCPeerConnection): void {
    if (this.#camera) connection.addTransceiver(this.#camera, { direction: 'sendrecv', streams: [this.#rtc.createStream([this.#camera])] });
    else if (this.#takesVideo) connection.addTransceiver('video', { direction: 'recvonly' });
  }

  #prefer(transceiver: RTCRtpTransceiver): void {
    if (this.#codecs.length === 0) return;
    const rank = (codec: RTCRtpCodec) => {
      const at = this.#codecs.indexOf(codec.mimeType.split('/')[1]?.toLowerCase() as AudioCodec);
      return at < 0 ? this.#codecs.length : at;
    };
    const codecs = [...this.#rtc.audioCodecs()];
    if (codecs.length > 0) transceiver.setCodecPreferences?.(codecs.sort((one, other) => rank(one) - rank(other)));
  }
}
