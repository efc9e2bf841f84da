import type { enNotices } from './enNotices';

/** Textos de lo que se dice antes de grabar llamadas. */
export const esNotices: Readonly<Record<keyof typeof enNotices, string>> = {
  recordingNoticesTitle: 'Antes de grabar una llamada',
  recordingNoticesLead:
    'A quién se le avisa, o se le pregunta, que se graba una llamada con alguien de afuera. Vale la primera regla que cubra la llamada; nada se graba antes de que el aviso se haya oído completo, y sin regla no se avisa a nadie.',
  recordingNoticesNone: 'No hay ninguna regla.',
  recordingNoticeAdd: 'Agregar una regla',
  recordingNoticeRemove: 'Quitar la regla {name}',
  recordingNoticeUp: 'Subir la regla {name}',
  recordingNoticeName: 'Nombre',
  recordingNoticeTell: 'Qué se hace',
  recordingNoticeTellNone: 'No se avisa',
  recordingNoticeTellAnnounce: 'Se avisa',
  recordingNoticeTellConsent: 'Se pide marcar 1',
  recordingNoticeCalls: 'Llamadas',
  recordingNoticeCallsAll: 'Todas',
  recordingNoticeCallsIncoming: 'Entrantes',
  recordingNoticeCallsOutgoing: 'Salientes',
  recordingNoticeLines: 'Líneas',
  recordingNoticeQueues: 'Colas',
  recordingNoticeCountries: 'Países del número de afuera',
  recordingNoticeListHint: 'Separadas por comas; vacío: todas.',
  recordingNoticeCountriesHint: 'Dos letras cada uno, separados por comas; vacío: todos. También cubre los números que no muestran país.',
  recordingNoticeLanguage: 'Idioma',
  recordingNoticeText: 'Texto',
  recordingNoticeTextHint: 'Vacío: un texto que viene con el programa.',
  recordingNoticePrompt: 'En su lugar, un audio subido',
  recordingNoticeSeconds: 'Segundos para responder',
  recordingNoticeUnanswered: 'Grabar también a quien no responda',
};
