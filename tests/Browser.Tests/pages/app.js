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

  new MutationObserver(look).observe(document, { subtree: true, childList: true, attributes: true, attributeFilter: ['data-call', 'data-status'] });
})();
