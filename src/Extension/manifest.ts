/** Pages of Google Workspace whose text has telephone numbers. */
const marked = [
  'https://mail.google.com/*',
  'https://contacts.google.com/*',
  'https://calendar.google.com/*',
  'https://chat.google.com/*',
  'https://meet.google.com/*',
];
/** Those that draw their text themselves: what is selected in them can be called. */
const drawn = ['https://docs.google.com/*'];

const icons = { '16': 'icons/16.png', '32': 'icons/32.png', '48': 'icons/48.png', '128': 'icons/128.png' };

/** The manifest; `server` is the address of the company's server, or empty when the person types it: then the browser asks. */
export function manifest(version: string, server: string) {
  const own = server === '' ? [] : [`${new URL(server).protocol}//${new URL(server).hostname}/*`];
  return {
    manifest_version: 3,
    name: '__MSG_name__',
    description: '__MSG_description__',
    version,
    default_locale: 'en',
    minimum_chrome_version: '120',
    icons,
    action: { default_title: '__MSG_name__', default_icon: icons },
    background: { service_worker: 'worker.js', type: 'module' },
    side_panel: { default_path: 'panel.html' },
    options_page: 'options.html',
    omnibox: { keyword: 'tel' },
    permissions: ['offscreen', 'sidePanel', 'storage', 'notifications', 'contextMenus', 'scripting', 'activeTab', 'alarms', 'identity'],
    host_permissions: [...own, ...marked, ...drawn],
    optional_host_permissions: ['https://*/*', 'http://*/*'],
    content_scripts: [{ matches: marked, js: ['content.js'], css: ['content.css'], all_frames: true, run_at: 'document_idle' }],
    commands: {
      answer: { suggested_key: { default: 'Alt+Shift+A' }, description: '__MSG_answer__' },
      'hang-up': { suggested_key: { default: 'Alt+Shift+H' }, description: '__MSG_hangUp__' },
      mute: { suggested_key: { default: 'Alt+Shift+M' }, description: '__MSG_mute__' },
      'call-selection': { suggested_key: { default: 'Alt+Shift+C' }, description: '__MSG_callSelection__' },
    },
    // No externally_connectable and no web_accessible_resources: a page can neither speak with the extension nor see that it is there.
    content_security_policy: {
      extension_pages:
        "default-src 'self'; connect-src 'self' https: wss: http://127.0.0.1:* ws://127.0.0.1:* http://localhost:* ws://localhost:*; style-src 'self'; img-src 'self' data:; media-src 'self' blob:; object-src 'none'; base-uri 'none'; form-action 'none'; frame-ancestors 'none'",
    },
  };
}
