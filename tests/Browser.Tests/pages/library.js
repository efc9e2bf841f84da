// Runs before the scripts of a page that has a Device of the phone library as window.device. Tells the test what the library tells the page.
(() => {
  const deviceEvents = ['registered', 'incoming', 'resumed', 'reconnecting', 'sessionRevoked', 'error'];
  const callEvents = ['ringing', 'accept', 'disconnect', 'cancel', 'reject', 'hold', 'reconnecting', 'reconnected', 'changed'];
  const followed = new Set();
  let device;

  const tell = (name, value) => window.rtcTold({ name, at: Date.now(), value });

  function follow(call) {
    if (followed.has(call)) {
      return;
    }

    followed.add(call);
    for (const event of callEvents) {
      call.on(event, () => tell(`call ${event}`, { callId: call.id, status: call.status(), reason: call.end?.reason ?? null, remote: call.remote.number }));
    }
  }

  Object.defineProperty(window, 'device', {
    configurable: true,
    get: () => device,
    set(made) {
      device = made;
      device.on('callsChanged', calls => calls.forEach(follow));
      for (const event of deviceEvents) {
        device.on(event, what => tell(event, { callId: what?.id ?? null, text: what?.message ?? null }));
      }
    },
  });
})();
