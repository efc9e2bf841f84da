// The phone hub as docs/hub.md tells it, without a library and without any of the product's code: what the wire alone can do.
const separator = '\u001e';

class HubPhone {
  #socket;
  #asked = new Map();
  #calls = new Map();
  #early = [];

  async connect(token, deviceId) {
    const address = `${location.origin.replace('http', 'ws')}/hub/phone?access_token=${encodeURIComponent(token)}`;
    this.#socket = new WebSocket(address);
    await new Promise((opened, failed) => {
      this.#socket.onopen = opened;
      this.#socket.onerror = () => failed(new Error('the hub refused the connection'));
    });
    this.#socket.onmessage = message => this.#take(message.data);
    this.#socket.onclose = closed => window.rtcTold({ name: 'closed', value: closed.code });
    this.#send({ protocol: 'json', version: 1 });
    return this.invoke('Attach', { deviceId, deviceName: 'a bare page', canRing: true });
  }

  get isClosed() {
    return this.#socket.readyState !== WebSocket.OPEN;
  }

  invoke(method, argument) {
    const invocationId = String(this.#asked.size + 1);
    return new Promise((done, failed) => {
      this.#asked.set(invocationId, { done, failed });
      this.#send({ type: 1, invocationId, target: method, arguments: [argument] });
    });
  }

  async dial(to, codecs) {
    const call = await this.#connection(codecs);
    const receipt = await this.invoke('Dial', { attempt: crypto.randomUUID(), to, offer: await this.#offer(call) });
    this.#join(receipt.callId, call);
    return receipt;
  }

  async answer(callId, codecs) {
    const call = await this.#connection(codecs);
    this.#join(callId, call);
    const offer = await this.#offer(call);
    window.rtcTold({ name: 'answering', value: callId });
    return this.invoke('Answer', { callId, offer });
  }

  // A page that was loaded anew takes its call up on a new connection.
  async reattach(callId, number) {
    const call = await this.#connection();
    call.number = number;
    this.#join(callId, call);
    return this.invoke('Reattach', { callId, offer: await this.#offer(call) });
  }

  // The same connection after a change of network.
  async restart(callId) {
    const call = this.#calls.get(callId);
    return this.invoke('Reattach', { callId, offer: await this.#offer(call, { iceRestart: true }) });
  }

  digits(callId, digits) {
    const sender = this.#calls.get(callId).connection.getSenders().find(one => one.track?.kind === 'audio');
    sender.dtmf.insertDTMF(digits, 100);
  }

  // The codec that the browser sends with, as its own statistics name it.
  async codec(callId) {
    const stats = await this.#calls.get(callId).connection.getStats();
    for (const report of stats.values()) {
      if (report.type === 'outbound-rtp' && report.codecId) {
        return stats.get(report.codecId).mimeType;
      }
    }

    return '';
  }

  #join(callId, call) {
    this.#calls.get(callId)?.connection.close();
    this.#calls.set(callId, call);
    for (const early of this.#early.filter(one => one.callId === callId)) {
      this.#answered(callId, early.answer);
    }
  }

  async #connection(codecs) {
    const connection = new RTCPeerConnection({ bundlePolicy: 'max-bundle' });
    const sound = await navigator.mediaDevices.getUserMedia({
      audio: { echoCancellation: false, noiseSuppression: false, autoGainControl: false },
    });
    const transceiver = connection.addTransceiver(sound.getAudioTracks()[0], { streams: [sound] });
    if (codecs) {
      transceiver.setCodecPreferences(RTCRtpReceiver.getCapabilities('audio').codecs.filter(codec => codecs.includes(codec.mimeType.split('/')[1].toUpperCase())));
    }

    connection.ontrack = event => {
      document.getElementById('remote').srcObject = new MediaStream([event.track]);
    };
    return { connection, number: 0 };
  }

  async #offer(call, options) {
    await call.connection.setLocalDescription(await call.connection.createOffer(options));
    call.number += 1;
    return { number: call.number, sdp: call.connection.localDescription.sdp };
  }

  #answered(callId, answer) {
    const call = this.#calls.get(callId);
    if (!call) {
      // It came before the receipt of Dial told whose it is.
      this.#early.push({ callId, answer });
    } else if (answer.number === call.number && call.connection.signalingState === 'have-local-offer') {
      call.connection.setRemoteDescription({ type: 'answer', sdp: answer.sdp }).catch(problem => console.error(`the answer: ${problem}`));
    }
  }

  #send(message) {
    this.#socket.send(JSON.stringify(message) + separator);
  }

  #take(text) {
    for (const part of text.split(separator).filter(Boolean)) {
      const message = JSON.parse(part);
      if (message.type === 1) {
        const [value] = message.arguments;
        window.rtcTold({ name: message.target, value });
        if (message.target === 'CallChanged' && value.answer) {
          this.#answered(value.call.callId, value.answer);
        }
      } else if (message.type === 3) {
        const { done, failed } = this.#asked.get(message.invocationId);
        message.error ? failed(new Error(message.error)) : done(message.result);
      } else if (message.type === 6) {
        this.#send({ type: 6 });
      } else if (message.type === 7) {
        this.#socket.close();
      }
    }
  }
}

window.phone = new HubPhone();
