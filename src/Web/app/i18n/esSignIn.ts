import type { enSignIn } from './enSignIn';

export const esSignIn: Readonly<Record<keyof typeof enSignIn, string>> = {
  signingIn: 'Iniciando sesión …',
  signInBy: 'Iniciar sesión con {name}',
  issuerDenied: 'Usted no permitió que {name} iniciara la sesión.',
  issuerRefused: 'El inicio de sesión no se pudo comprobar, o esta cuenta no puede entrar aquí. Empiece de nuevo.',
  issuerNoAccount: 'Nadie tiene aquí esta cuenta. Entre con su contraseña y vincúlela en los ajustes, o pregunte a su administrador.',
  issuerAway: '{name} no responde. Inténtelo de nuevo en un momento o entre con su contraseña.',
  issuerConflict: 'Esta cuenta está vinculada a otra persona, o usted ya tiene otra vinculada.',

  settingsSignIn: 'Inicio de sesión',
  linkedNone: 'Usted entra con su contraseña.',
  linkedTo: '{name}: {label}',
  link: 'Vincular una cuenta de {name}',
  unlink: 'Quitar',
  unlinkOf: 'Quitar {label}',
  unlinkTitle: '¿Quitar la cuenta?',
  unlinkText: 'Ya no podrá entrar con {label}.',

  sessionsTitle: 'Dónde tiene la sesión abierta',
  sessionOn: '{browser} en {system}',
  sessionUnknown: 'Programa desconocido',
  sessionUsed: '{address}, usada {time}',
  sessionHere: 'aquí',
  sessionEnd: 'Cerrar',
  sessionEndOf: 'Cerrar la sesión de {place}',
  sessionsEnd: 'Cerrar la sesión en todas partes',
  sessionsEndTitle: '¿Cerrar la sesión en todas partes?',
  sessionsEndText: 'Se cierra en cada navegador y programa en que usted entró, también en este. Sus llamadas allí terminan.',
};
