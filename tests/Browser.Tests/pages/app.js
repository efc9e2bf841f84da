// Runs before the scripts of the webphone. Tells the test which calls the page shows, each time that changes.
(() => {
  let shown = new Map();

  const tell = (callId, status) => window.rtcTold({ name: 'call', at: Date.now(), value: { callId, status } });

  function look() {
    const now = new Map([...document.querySelectorAll('[data-testid=call]')].map(card => [card.dataset.call, card.dataset.status]));
    for (const [callId, status] of now) {
      if (shown.get(callId) !== status) {
        tell(callId, status);
      }
    }

    for (const callId of shown.keys()) {
      if (!now.has(callId)) {
        tell(callId, 'gone');
      }
    }

    shown = now;
  }

  // The report of the picture that the newest connection sends (outbound-rtp) or gets (inbound-rtp), as the browser's own statistics have it.
  window.rtcPicture = async type => {
    const connection = window.rtcConnections.findLast(one => one.connectionState === 'connected');
    const reports = [...((await connection?.getStats())?.values() ?? [])];
    return reports.find(report => report.type === type && report.kind === 'video') ?? {};
  };

  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-call', 'data-status'] });
})();
