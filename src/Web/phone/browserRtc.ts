import { PhoneError } from './errors';
import type { RtcApi } from './types';

function listen(target: EventTarget | undefined, events: readonly string[], listener: () => void): () => void {
  for (const event of events) target?.addEventListener(event, listener);
  return () => {
    for (const event of events) target?.removeEventListener(event, listener);
  };
}

/** The browser's own WebRTC. A page that is not from https or localhost has no microphone. */
export const browserRtc: RtcApi = {
  createConnection: configuration => new RTCPeerConnection(configuration),
  getUserMedia(constraints) {
    const devices = globalThis.navigator?.mediaDevices;
    if (!devices) throw new PhoneError('unsupported', 'This page may not use a microphone: it is not served from https.');
    return devices.getUserMedia(constraints);
  },
  onDevicesChanged: listener => listen(globalThis.navigator?.mediaDevices, ['devicechange'], listener),
  onNetworkChanged(listener) {
    const connection = (globalThis.navigator as { connection?: EventTarget } | undefined)?.connection;
    const removes = [listen(globalThis as unknown as EventTarget, ['online'], listener), listen(connection, ['change'], listener)];
    return () => {
      for (const remove of removes) remove();
    };
  },
  createStream: tracks => new MediaStream([...tracks]),
  audioCodecs: () => globalThis.RTCRtpReceiver?.getCapabilities?.('audio')?.codecs ?? [],
};
