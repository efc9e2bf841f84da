// Runs before the scripts of every page. Listens to what arrives on any RTCPeerConnection and tells the test, and tells it of connections and
// descriptions. The page itself notices nothing.
(() => {
  const Native = window.RTCPeerConnection;
  if (!Native || window.rtcConnections) {
    return;
  }

  const rate = 8000;
  const piece = rate / 10;
  const connections = (window.rtcConnections = []);

  const tell = text => window.rtcTell(`${new Date().toISOString().slice(11, 23)} ${text}`);

  // The sound comes at the rate of the loudspeaker, in pieces of 10 ms; the test wants 8 kHz in pieces of 100 ms.
  async function listen(track, name) {
    const reader = new MediaStreamTrackProcessor({ track, maxBufferSize: 200 }).readable.getReader();
    let samples = new Int16Array(piece);
    let filled = 0;
    let sum = 0;
    let summed = 0;
    for (;;) {
      const { value, done } = await reader.read();
      if (done) {
        tell(`${name}: the sound has ended`);
        return;
      }

      const data = new Float32Array(value.numberOfFrames);
      value.copyTo(data, { planeIndex: 0, format: 'f32-planar' });
      const step = value.sampleRate / rate;
      value.close();
      for (const sample of data) {
        sum += sample;
        if (++summed < step) {
          continue;
        }

        samples[filled++] = Math.max(-1, Math.min(1, sum / summed)) * 32767;
        sum = 0;
        summed = 0;
        if (filled === piece) {
          window.rtcHear({ name, at: Date.now(), samples: btoa(String.fromCharCode(...new Uint8Array(samples.buffer))) });
          samples = new Int16Array(piece);
          filled = 0;
        }
      }
    }
  }

  // The microphone as it is, whatever the page asks for: a tone must not be taken for noise or for an echo.
  const devices = navigator.mediaDevices;
  if (devices) {
    const ask = devices.getUserMedia.bind(devices);
    const plain = { echoCancellation: false, noiseSuppression: false, autoGainControl: false };
    devices.getUserMedia = wanted => ask(wanted?.audio ? { ...wanted, audio: { ...(wanted.audio === true ? {} : wanted.audio), ...plain } } : wanted);
  }

  window.RTCPeerConnection = class RTCPeerConnection extends Native {
    constructor(...given) {
      super(...given);
      const name = `connection ${connections.push(this)}`;
      this.addEventListener('track', event => {
        tell(`${name}: a track of ${event.track.kind}`);
        if (event.track.kind === 'audio') {
          listen(event.track, name);
        }
      });
      this.addEventListener('connectionstatechange', () => tell(`${name}: ${this.connectionState}`));
      this.addEventListener('iceconnectionstatechange', () => tell(`${name}: ICE ${this.iceConnectionState}`));
      this.rtcName = name;
    }

    async setLocalDescription(...given) {
      await super.setLocalDescription(...given);
      tell(`${this.rtcName}: local ${this.localDescription?.type}\n${this.localDescription?.sdp}`);
    }

    async setRemoteDescription(description) {
      tell(`${this.rtcName}: remote ${description?.type}\n${description?.sdp}`);
      await super.setRemoteDescription(description);
    }
  };
})();
