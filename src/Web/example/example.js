import { Device, ElementSink } from '/phone/rtc-phone.js';

const $ = id => document.getElementById(id);

// The sign-in is your site's own affair; here it is the API's. The refresh token lives as long as the tab does.
let refreshToken = sessionStorage.getItem('example.refresh');

async function ask(path, body) {
  const answer = await fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
  if (!answer.ok) throw new Error((await answer.json()).detail ?? 'The sign-in failed.');
  const tokens = await answer.json();
  refreshToken = tokens.refreshToken;
  sessionStorage.setItem('example.refresh', refreshToken);
  return { token: tokens.accessToken, expiresAt: Date.now() + tokens.expiresIn * 1000 };
}

// 1. A device: it asks for a token each time it connects, and plays calls on audio elements.
let first = null;
const sink = new ElementSink(() => document.createElement('audio'), { onBlocked: () => ($('unlock').hidden = false) });
const device = new Device(
  async () => {
    const token = first ?? (await ask('/api/v1/login/refresh', { refreshToken }));
    first = null;
    return token;
  },
  { sink, deviceName: 'Example page' },
);
window.device = device;

// 2. What it tells.
device.on('registered', ({ displayName, extension }) => {
  $('state').textContent = `Ready: ${displayName}${extension ? `, ${extension}` : ''}`;
  $('sign-in').hidden = true;
  $('dial').hidden = false;
});
device.on('reconnecting', ({ attempt }) => ($('state').textContent = `Connecting, attempt ${attempt} …`));
device.on('sessionRevoked', signedOut);
device.on('incoming', show);
device.on('resumed', show);
device.on('error', complain);

function signedOut() {
  sessionStorage.removeItem('example.refresh');
  $('state').textContent = 'Signed out';
  $('sign-in').hidden = false;
  $('dial').hidden = true;
}

function complain(problem) {
  $('problem').textContent = problem.message;
}

// 3. A call: its buttons follow from its status.
function show(call) {
  const item = $('call').content.cloneNode(true).firstElementChild;
  const part = name => item.querySelector(`[data-part=${name}]`);
  const draw = () => {
    const { number, name } = call.remote;
    part('party').textContent = name ? `${name} (${number})` : number;
    part('status').textContent =
      `${call.status()}${call.isOnHold ? ', on hold' : ''}${call.isHeldByRemote ? ', held' : ''}${call.isMuted() ? ', muted' : ''}`;
    part('buttons').replaceChildren(...actions(call).map(([label, act]) => button(label, act)));
    if (call.status() === 'closed') {
      part('status').textContent = `over: ${call.end.reason}`;
      part('quality').textContent = '';
    }
  };
  call.on('changed', draw);
  call.on('sample', () => (part('quality').textContent = call.quality?.word ?? ''));
  call.on('error', complain);
  draw();
  $('calls').append(item);
}

function actions(call) {
  switch (call.status()) {
    case 'pending':
      return [
        ['Answer', () => call.accept()],
        ['Decline', () => call.reject()],
      ];
    case 'open':
      return [
        call.isMuted() ? ['Unmute', () => call.mute(false)] : ['Mute', () => call.mute()],
        call.isOnHold ? ['Resume', () => call.resume()] : ['Hold', () => call.hold()],
        ['Transfer', () => call.transfer($('number').value)],
        ['Hang up', () => call.disconnect()],
      ];
    case 'closed':
      return [];
    default:
      return [['Hang up', () => call.disconnect()]];
  }
}

function button(label, act) {
  const made = document.createElement('button');
  made.type = 'button';
  made.textContent = label;
  made.addEventListener('click', () => attempt(act));
  return made;
}

async function attempt(act) {
  $('problem').textContent = '';
  try {
    await act();
  } catch (problem) {
    complain(problem);
  }
}

// 4. What the person does.
$('sign-in').addEventListener('submit', event => {
  event.preventDefault();
  attempt(async () => {
    first = await ask('/api/v1/login', { email: $('email').value, password: $('password').value });
    $('password').value = '';
    await device.register();
  });
});
$('dial').addEventListener('submit', event => {
  event.preventDefault();
  attempt(async () => show(await device.connect({ to: $('number').value })));
});
$('unlock').addEventListener('click', () => {
  sink.unlock();
  $('unlock').hidden = true;
});

// A page that is loaded anew signs in again by itself; its calls are told by `resumed`.
if (refreshToken) device.register().catch(signedOut);
