// Every text of the page in both languages; a key that one of them lacks is an error at start.
const en = {
  skip: 'Skip to content', explorer: 'API explorer', signIn: 'Sign in', signOut: 'Sign out', email: 'E-mail', password: 'Password',
  demoHint: 'Demo company: admin@demo.test, supervisor@demo.test, agent1@demo.test … agent4@demo.test, password “demo”.',
  otherLanguage: 'Español', online: 'Connected as {0}', offline: 'No connection to the server; trying again', ended: 'The session has ended; sign in again.',
  calls: 'Calls now', noCalls: 'No call is going on. Ring a colleague or dial a number above.', dialTo: 'Call a number', dial: 'Call',
  dialling: 'Your own telephone rings first.',
  devices: 'Registered telephones', noDevices: 'No telephone is registered. Register one at this server with an extension as its account.',
  log: 'Call log', noLog: 'No call yet with these filters.', party: 'Number or name', result: 'Result', any: 'All', more: 'Earlier calls',
  figureCalls: 'calls now', figureDevices: 'telephones reachable', figureToday: 'calls today', figureAnswered: 'of them answered',
  caller: 'Caller', to: 'To', phase: 'State', since: 'Since', started: 'Started', duration: 'Talk time', reason: 'Reason', user: 'User', extension: 'Extension',
  contact: 'Contact', source: 'From address', agent: 'Telephone', expires: 'Until', reachable: 'Reachable', yes: 'yes', no: 'no', recording: 'Recording',
  play: 'Play', download: 'Download', close: 'Close', hangUp: 'Hang up', hold: 'Hold', resume: 'Resume', onHold: 'on hold', recorded: 'recorded', notRecorded: 'not being recorded: {0}',
  loading: 'Loading…', playing: 'Recording of {0}: left is the caller, right the other party.',
  results: { answered: 'Answered', noAnswer: 'No answer', busy: 'Busy', declined: 'Declined', cancelled: 'Cancelled', noSuchNumber: 'No such number', unavailable: 'Not reachable', refused: 'Not allowed', failed: 'Failed', lost: 'Lost', shutdown: 'System stopped', inProgress: 'Going on' },
  phases: { routing: 'Routing', ringing: 'Ringing', connected: 'Connected', transferring: 'Transferring', ended: 'Ended' },
};
const es = {
  skip: 'Ir al contenido', explorer: 'Explorador de la API', signIn: 'Ingresar', signOut: 'Salir', email: 'Correo', password: 'Contraseña',
  demoHint: 'Empresa de demostración: admin@demo.test, supervisor@demo.test, agent1@demo.test … agent4@demo.test, contraseña «demo».',
  otherLanguage: 'English', online: 'Conectado como {0}', offline: 'Sin conexión con el servidor; reintentando', ended: 'La sesión terminó; ingrese de nuevo.',
  calls: 'Llamadas en curso', noCalls: 'No hay llamadas en curso. Llame a un colega o marque un número arriba.', dialTo: 'Llamar a un número', dial: 'Llamar',
  dialling: 'Primero timbra su propio teléfono.',
  devices: 'Teléfonos registrados', noDevices: 'Ningún teléfono está registrado. Registre uno en este servidor con una extensión como cuenta.',
  log: 'Registro de llamadas', noLog: 'Aún no hay llamadas con estos filtros.', party: 'Número o nombre', result: 'Resultado', any: 'Todos', more: 'Llamadas anteriores',
  figureCalls: 'llamadas en curso', figureDevices: 'teléfonos alcanzables', figureToday: 'llamadas hoy', figureAnswered: 'de ellas contestadas',
  caller: 'Quien llama', to: 'A', phase: 'Estado', since: 'Desde', started: 'Inicio', duration: 'Conversación', reason: 'Motivo', user: 'Usuario', extension: 'Extensión',
  contact: 'Contacto', source: 'Dirección de origen', agent: 'Teléfono', expires: 'Hasta', reachable: 'Alcanzable', yes: 'sí', no: 'no', recording: 'Grabación',
  play: 'Oír', download: 'Descargar', close: 'Cerrar', hangUp: 'Colgar', hold: 'Retener', resume: 'Retomar', onHold: 'en espera', recorded: 'se graba', notRecorded: 'no se está grabando: {0}',
  loading: 'Cargando…', playing: 'Grabación de {0}: a la izquierda quien llama, a la derecha la otra parte.',
  results: { answered: 'Contestada', noAnswer: 'Sin respuesta', busy: 'Ocupado', declined: 'Rechazada', cancelled: 'Cancelada', noSuchNumber: 'Número inexistente', unavailable: 'No alcanzable', refused: 'No permitida', failed: 'Fallida', lost: 'Perdida', shutdown: 'Sistema detenido', inProgress: 'En curso' },
  phases: { routing: 'Buscando destino', ringing: 'Timbrando', connected: 'Conectada', transferring: 'Transfiriendo', ended: 'Terminada' },
};

const languages = { en, es };
for (const key of new Set([...Object.keys(en), ...Object.keys(es)])) {
  if (!(key in en) || !(key in es)) throw new Error(`The text ${key} is not there in both languages.`);
}

/** The language in use: en or es. */
export let language = localStorage.getItem('language') ?? (navigator.language.startsWith('es') ? 'es' : 'en');

/** A text with its {0} filled in. */
export function text(key, value) {
  return languages[language][key].replace('{0}', value ?? '');
}

/** The word for a result or a phase; the server's own word when it is one that this page does not know. */
export function word(group, key) {
  return languages[language][group][key] ?? key;
}

/** The keys of a group, in the order in which they are offered. */
export function keys(group) {
  return Object.keys(languages[language][group]);
}

/** Goes over to the other language and remembers it. */
export function switchLanguage() {
  language = language === 'en' ? 'es' : 'en';
  localStorage.setItem('language', language);
}

/** Instants and durations as the language writes them. */
export const locale = () => (language === 'es' ? 'es-CO' : 'en-GB');
