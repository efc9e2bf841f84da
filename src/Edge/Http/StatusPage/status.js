// The status page: what is registered, what calls are going on, the call log with its recordings. Text nodes only: a caller's name is never HTML.
import { keys, language, locale, switchLanguage, text, word } from './texts.js';

const every = 2000;
const state = { token: sessionStorage.getItem('token'), me: null, log: [], next: null, timer: 0, playing: null };
const at = id => document.getElementById(id);

class SessionEnded extends Error {}

async function api(path, options = {}) {
  const headers = { ...options.headers };
  if (state.token) headers.Authorization = `Bearer ${state.token}`;
  if (options.body) headers['Content-Type'] = 'application/json';
  const response = await fetch(`/api/v1${path}`, { ...options, headers });
  if (response.status === 401 && path !== '/login') throw new SessionEnded();
  if (!response.ok) {
    const problem = await response.json().catch(() => ({}));
    throw new Error(problem.detail ?? problem.title ?? `${response.status}`);
  }
  return response;
}

const json = async (path, options) => (await api(path, options)).json();

function element(name, properties = {}, ...children) {
  const made = Object.assign(document.createElement(name), properties);
  made.append(...children.filter(child => child !== null && child !== undefined));
  return made;
}

function mark(kind, label) {
  const signs = { good: '●', bad: '▲', warn: '◆' };
  const sign = element('span', {}, signs[kind]);
  sign.setAttribute('aria-hidden', 'true');
  return element('span', { className: `mark ${kind}` }, sign, label);
}

function button(label, action, className = '') {
  const made = element('button', { type: 'button', className }, label);
  made.addEventListener('click', () => action().catch(report));
  return made;
}

function table(into, columns, rows, empty) {
  const focused = document.activeElement?.dataset?.row;
  if (rows.length === 0) {
    into.replaceChildren(element('p', { className: 'empty' }, empty));
    return;
  }
  const head = element('tr', {}, ...columns.map(column => element('th', { scope: 'col' }, column)));
  into.replaceChildren(element('table', {}, element('thead', {}, head), element('tbody', {}, ...rows)));
  if (focused) into.querySelector(`[data-row="${CSS.escape(focused)}"]`)?.focus();
}

const row = (...cells) => element('tr', {}, ...cells.map(cell => (cell instanceof HTMLTableCellElement ? cell : element('td', {}, cell ?? ''))));
const time = instant => (instant ? new Intl.DateTimeFormat(locale(), { dateStyle: 'short', timeStyle: 'medium' }).format(new Date(instant)) : '');
const clock = seconds => {
  const whole = Math.max(0, Math.round(seconds));
  const part = value => String(value).padStart(2, '0');
  return `${whole >= 3600 ? `${Math.floor(whole / 3600)}:` : ''}${part(Math.floor((whole % 3600) / 60))}:${part(whole % 60)}`;
};
const party = (number, name) => (name && name !== number ? `${name} (${number})` : number);
const supervises = () => state.me && state.me.role !== 'agent';

function drawCalls(calls) {
  table(at('calls'), [text('caller'), text('to'), text('phase'), text('since'), text('recording'), ''], calls.map(call => {
    const others = call.legs.filter(leg => leg.leg !== 1).map(leg => party(leg.party.number, leg.party.name));
    const held = call.legs.some(leg => leg.onHold);
    const mine = call.legs.some(leg => leg.party.user === state.me.name) || call.caller.user === state.me.name || state.me.role === 'administrator';
    const act = action => async () => { await api(`/calls/${call.id}/${action}`, { method: 'POST' }); await refresh(); };
    const label = word('phases', call.phase);
    return row(
      party(call.caller.number, call.caller.name),
      others.join(', ') || call.dialled,
      call.phase === 'connected' ? mark('good', held ? `${label}, ${text('onHold')}` : label) : mark('warn', label),
      clock((Date.now() - new Date(call.answeredAt ?? call.startedAt)) / 1000),
      call.recordingProblem ? mark('bad', text('notRecorded', call.recordingProblem)) : call.recording ? text('recorded') : '',
      mine ? element('div', { className: 'actions' },
        call.phase === 'connected' ? button(text(held ? 'resume' : 'hold'), act(held ? 'resume' : 'hold')) : null,
        button(text('hangUp'), act('hangup'), 'danger')) : '');
  }), text('noCalls'));
}

function drawDevices(devices) {
  table(at('devices'), [text('user'), text('extension'), text('agent'), text('contact'), text('source'), text('reachable'), text('expires')], devices.map(device => row(
    device.displayName,
    device.extension ?? '',
    device.userAgent ?? '',
    element('td', { className: 'wide' }, device.contact),
    `${device.source} ${device.transport}`,
    device.reachable ? mark('good', text('yes')) : mark('bad', text('no')),
    time(device.expiresAt))), text('noDevices'));
}

function drawLog() {
  table(at('log'), [text('started'), text('caller'), text('to'), text('result'), text('duration'), text('reason'), text('recording')], state.log.map(entry => row(
    time(entry.startedAt),
    party(entry.from, entry.fromName),
    party(entry.to, entry.toName),
    mark(entry.result === 'answered' ? 'good' : ['lost', 'failed', 'shutdown'].includes(entry.result) ? 'bad' : 'warn', word('results', entry.result)),
    entry.answeredAt ? clock(entry.talkSeconds) : '',
    element('td', { className: 'wide' }, element('span', { className: 'soft' }, entry.reason)),
    element('div', { className: 'actions' }, ...entry.recordings.map(id => {
      const play = button(text('play'), () => listen(id, entry));
      play.dataset.row = id;
      play.setAttribute('aria-label', `${text('play')}: ${entry.from} → ${entry.to}, ${time(entry.startedAt)}`);
      return play;
    })))), text('noLog'));
  at('more').hidden = !state.next;
}

function drawFigures(calls, devices, today, answered) {
  const figures = [[calls.length, 'figureCalls'], [devices.filter(device => device.reachable).length, 'figureDevices'], [today, 'figureToday'], [answered, 'figureAnswered']];
  at('figures').replaceChildren(...figures.map(([value, key]) => element('li', {}, element('strong', {}, String(value)), text(key))));
}

async function listen(id, entry) {
  at('player').hidden = false;
  at('player-title').textContent = text('loading');
  const blob = await (await api(`/recordings/${id}/audio`)).blob();
  if (state.playing) URL.revokeObjectURL(state.playing);
  state.playing = URL.createObjectURL(blob);
  at('player-title').textContent = text('playing', `${party(entry.from, entry.fromName)} → ${party(entry.to, entry.toName)}`);
  at('audio').src = state.playing;
  at('download').href = state.playing;
  at('download').download = `${id}.wav`;
  await at('audio').play().catch(() => {});
}

function logQuery() {
  const form = new FormData(at('filter'));
  const query = new URLSearchParams();
  for (const name of ['party', 'result']) if (form.get(name)) query.set(name, form.get(name));
  return query;
}

async function page(cursor) {
  const query = logQuery();
  query.set('limit', '25');
  if (cursor) query.set('cursor', cursor);
  return json(`/call-log?${query}`);
}

async function refresh() {
  const midnight = new Date();
  midnight.setHours(0, 0, 0, 0);
  const [calls, devices, log, today] = await Promise.all([
    json('/calls'), json(supervises() ? '/devices/all?limit=500' : '/devices'), page(null), json(`/call-log?limit=500&from=${encodeURIComponent(midnight.toISOString())}`)]);
  const fresh = log.items.map(entry => entry.id);
  const older = state.log.filter(entry => !fresh.includes(entry.id) && log.items.length > 0 && entry.startedAt <= log.items.at(-1).startedAt);
  if (older.length === 0) state.next = log.next;
  state.log = [...log.items, ...older];
  const plus = today.next ? '+' : '';
  drawFigures(calls.items, devices.items, `${today.items.length}${plus}`, `${today.items.filter(entry => entry.result === 'answered').length}${plus}`);
  drawCalls(calls.items);
  drawDevices(devices.items);
  drawLog();
  at('state').textContent = text('online', state.me.displayName);
}

function report(error) {
  if (error instanceof SessionEnded) {
    signedOut(text('ended'));
  } else {
    at('state').textContent = error instanceof TypeError ? text('offline') : error.message;
  }
}

async function turn() {
  try {
    if (!document.hidden) await refresh();
  } catch (error) {
    report(error);
  }
  if (state.token) state.timer = setTimeout(turn, every);
}

function signedOut(problem = '') {
  clearTimeout(state.timer);
  state.token = null;
  state.me = null;
  state.log = [];
  sessionStorage.removeItem('token');
  at('board').hidden = true;
  at('sign-out').hidden = true;
  at('sign-in').hidden = false;
  at('state').textContent = '';
  at('sign-in-problem').textContent = problem;
}

async function signedIn() {
  state.me = await json('/me');
  at('sign-in').hidden = true;
  at('board').hidden = false;
  at('sign-out').hidden = false;
  await turn();
}

function translate() {
  document.documentElement.lang = language;
  for (const node of document.querySelectorAll('[data-text]')) node.textContent = text(node.dataset.text);
  at('language').textContent = text('otherLanguage');
  at('language').lang = language === 'en' ? 'es' : 'en';
  const select = at('filter').elements.result;
  const chosen = select.value;
  select.replaceChildren(element('option', { value: '' }, text('any')), ...keys('results').filter(key => key !== 'inProgress').map(key => element('option', { value: key }, word('results', key))));
  select.value = chosen;
}

at('sign-in').addEventListener('submit', async event => {
  event.preventDefault();
  const form = new FormData(event.target);
  try {
    at('sign-in-problem').textContent = '';
    const answer = await json('/login', { method: 'POST', body: JSON.stringify({ email: form.get('email'), password: form.get('password') }) });
    state.token = answer.accessToken;
    sessionStorage.setItem('token', state.token);
    event.target.reset();
    await signedIn();
  } catch (error) {
    signedOut(error instanceof TypeError ? text('offline') : error.message);
  }
});
at('dial').addEventListener('submit', async event => {
  event.preventDefault();
  try {
    const to = new FormData(event.target).get('to');
    await api('/calls', { method: 'POST', body: JSON.stringify({ to }), headers: { 'Idempotency-Key': crypto.randomUUID() } });
    at('dial-problem').textContent = '';
    at('state').textContent = text('dialling');
    event.target.reset();
  } catch (error) {
    at('dial-problem').textContent = error.message;
  }
});
at('filter').addEventListener('input', () => { state.log = []; refresh().catch(report); });
at('filter').addEventListener('submit', event => event.preventDefault());
at('more').addEventListener('click', async () => {
  try {
    const older = await page(state.next);
    state.log.push(...older.items);
    state.next = older.next;
    drawLog();
  } catch (error) {
    report(error);
  }
});
at('sign-out').addEventListener('click', async () => { await api('/logout', { method: 'POST' }).catch(() => {}); signedOut(); });
at('player-close').addEventListener('click', () => { at('audio').pause(); at('player').hidden = true; });
at('language').addEventListener('click', () => { switchLanguage(); translate(); if (state.me) refresh().catch(report); });

// The demo company is only there where everything is on loopback.
at('demo').hidden = !['127.0.0.1', 'localhost', '[::1]'].includes(location.hostname);
translate();
if (state.token) signedIn().catch(report); else signedOut();
