import type { AudioSink, DeviceStore, RtcApi } from '../../phone/types';

/** A track of a microphone, or of a camera. */
export class ScriptedTrack {
  readonly kind: string;
  enabled = true;
  readyState: 'live' | 'ended' = 'live';
  onended: (() => void) | null = null;
  readonly deviceId: string;

  constructor(deviceId: string, kind = 'audio') {
    this.deviceId = deviceId;
    this.kind = kind;
  }

  clone(): ScriptedTrack {
    return new ScriptedTrack(this.deviceId);
  }

  stop(): void {
    this.readyState = 'ended';
  }

  getSettings() {
    return { deviceId: this.deviceId };
  }
}

export class ScriptedStream {
  readonly tracks: ScriptedTrack[];

  constructor(tracks: readonly ScriptedTrack[] = []) {
    this.tracks = [...tracks];
  }

  addTrack(track: ScriptedTrack): void {
    this.tracks.push(track);
  }

  getAudioTracks(): ScriptedTrack[] {
    return this.tracks.filter(track => track.kind === 'audio');
  }

  getVideoTracks(): ScriptedTrack[] {
    return this.tracks.filter(track => track.kind === 'video');
  }
}

/** A connection that is as a test says. */
export class ScriptedConnection {
  connectionState = 'new';
  signalingState = 'stable';
  localDescription: { sdp: string } | null = null;
  remote: string | null = null;
  ontrack: ((event: { track: ScriptedTrack }) => void) | null = null;
  onconnectionstatechange: (() => void) | null = null;
  readonly sender: { track: ScriptedTrack | null; replaceTrack(track: ScriptedTrack): Promise<void> } = {
    track: null,
    replaceTrack: async track => {
      this.sender.track = track;
    },
  };
  stats = new Map<string, unknown>();
  codecs: string[] = [];
  /** The direction of the picture that was offered; null for none. */
  picture: string | null = null;
  readonly #number: number;

  constructor(number: number) {
    this.#number = number;
  }

  addTransceiver(track: ScriptedTrack | string, { direction }: { direction: string }) {
    if (track === 'video' || (typeof track !== 'string' && track.kind === 'video')) {
      this.picture = direction;
      return {};
    }
    this.sender.track = typeof track === 'string' ? null : track;
    return {
      sender: this.sender,
      setCodecPreferences: (codecs: { mimeType: string }[]) => {
        this.codecs = codecs.map(codec => codec.mimeType);
      },
    };
  }

  async createOffer() {
    return { type: 'offer', sdp: `offer of connection ${this.#number}` };
  }

  async setLocalDescription(description: { sdp: string }) {
    this.localDescription = description;
    this.signalingState = 'have-local-offer';
  }

  async setRemoteDescription({ sdp }: { sdp: string }) {
    if (sdp === 'broken') throw new Error('no SDP');
    this.remote = sdp;
    this.signalingState = 'stable';
  }

  async getStats() {
    return this.stats;
  }

  close(): void {
    this.connectionState = 'closed';
  }

  /** The connection gets into a state. */
  become(state: string): void {
    this.connectionState = state;
    this.onconnectionstatechange?.();
  }

  /** The other party's picture comes. */
  see(): void {
    this.ontrack?.({ track: new ScriptedTrack('remote', 'video') });
  }

  /** The other party's sound comes. */
  hear(): void {
    this.ontrack?.({ track: new ScriptedTrack('remote') });
  }
}

/** WebRTC that does what a test says. */
export class ScriptedRtc {
  readonly connections: ScriptedConnection[] = [];
  readonly tracks: ScriptedTrack[] = [];
  readonly asked: unknown[] = [];
  /** Microphones that are there, the default first. */
  microphones = ['built-in'];
  problem: unknown = null;
  cameraProblem: unknown = null;
  /** The camera's newest track. */
  camera: ScriptedTrack | null = null;
  devicesChanged: () => void = () => {};
  networkChanged: () => void = () => {};

  get connection(): ScriptedConnection {
    const connection = this.connections.at(-1);
    if (!connection) throw new Error('There is no connection.');
    return connection;
  }

  readonly api = {
    createConnection: () => {
      const connection = new ScriptedConnection(this.connections.length + 1);
      this.connections.push(connection);
      return connection;
    },
    getUserMedia: async ({ audio }: { audio: { deviceId?: { exact?: string; ideal?: string } } | false }) => {
      if (!audio) {
        if (this.cameraProblem) throw this.cameraProblem;
        this.camera = new ScriptedTrack('camera', 'video');
        return new ScriptedStream([this.camera]);
      }
      this.asked.push(audio);
      if (this.problem) throw this.problem;
      const { exact, ideal } = audio.deviceId ?? {};
      const id = this.microphones.find(one => one === (exact ?? ideal)) ?? (exact ? null : this.microphones[0]);
      if (!id) throw Object.assign(new Error(), { name: exact ? 'OverconstrainedError' : 'NotFoundError' });
      const track = new ScriptedTrack(id);
      this.tracks.push(track);
      return new ScriptedStream([track]);
    },
    onDevicesChanged: (listener: () => void) => {
      this.devicesChanged = listener;
      return () => {};
    },
    onNetworkChanged: (listener: () => void) => {
      this.networkChanged = listener;
      return () => {};
    },
    createStream: (tracks: readonly ScriptedTrack[]) => new ScriptedStream(tracks),
    audioCodecs: () => ['audio/opus', 'audio/PCMU', 'audio/telephone-event'].map(mimeType => ({ mimeType })),
  } as unknown as RtcApi;
}

/** Writes down what is played. */
export class ScriptedSink implements AudioSink {
  readonly playing = new Map<string, MediaStream>();

  play(callId: string, stream: MediaStream): void {
    this.playing.set(callId, stream);
  }

  stop(callId: string): void {
    this.playing.delete(callId);
  }
}

/** The storage of one tab. */
export class ScriptedStore implements DeviceStore {
  readonly #items = new Map<string, string>();

  getItem(key: string): string | null {
    return this.#items.get(key) ?? null;
  }

  setItem(key: string, value: string): void {
    this.#items.set(key, value);
  }
}
