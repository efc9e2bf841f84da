/** What an issuer of accounts answered, to be brought to the server that sent the person there. */
export interface IssuerAnswer {
  readonly ticket: string;
  readonly state: string;
  readonly code: string;
  readonly codeVerifier: string;
}

/** What the screens and the worker ask of the desk. */
export type Command =
  | { readonly do: 'signIn'; readonly server: string; readonly email: string; readonly password: string }
  | ({ readonly do: 'signInBy'; readonly server: string } & IssuerAnswer)
  | { readonly do: 'signOut' }
  /** What a person typed, chose or clicked: the desk reads it as a number. */
  | { readonly do: 'dial'; readonly text: string }
  | { readonly do: CallAct; readonly callId: string }
  | { readonly do: 'digits' | 'transfer' | 'consult'; readonly callId: string; readonly text: string }
  /** For keys that work everywhere: whatever call it concerns at present. */
  | { readonly do: 'answerAny' | 'hangUpAny' | 'muteAny' }
  | { readonly do: 'settingsChanged' };

export type CallAct = (typeof acts)[number];

const acts = [
  'answer',
  'decline',
  'hangUp',
  'hold',
  'resume',
  'mute',
  'unmute',
  'swap',
  'completeTransfer',
  'cancelTransfer',
  'meet',
] as const;
const texts = ['digits', 'transfer', 'consult'] as const;
const any = ['answerAny', 'hangUpAny', 'muteAny', 'signOut', 'settingsChanged'] as const;

const longestText = 200;
const longestId = 100;
const longestProof = 4_096;
const digits = /^[0-9*#A-D]{1,64}$/;

/** The command in a message, made anew from what is known; null when it is none. Whatever else the message has is left behind. */
export function readCommand(message: unknown): Command | null {
  if (typeof message !== 'object' || message === null) return null;
  const { do: what, server, email, password, text, callId } = message as Record<string, unknown>;
  if (any.some(one => one === what)) return { do: what } as Command;
  if (what === 'signIn') {
    return isText(server) && isText(email) && isText(password) ? { do: what, server, email, password } : null;
  }
  if (what === 'signInBy') {
    const { ticket, state, code, codeVerifier } = message as Record<string, unknown>;
    return isText(server) && isProof(ticket) && isProof(state) && isProof(code) && isProof(codeVerifier)
      ? { do: what, server, ticket, state, code, codeVerifier }
      : null;
  }
  if (what === 'dial') return isText(text) ? { do: what, text } : null;
  if (typeof callId !== 'string' || callId === '' || callId.length > longestId) return null;
  if (acts.some(one => one === what)) return { do: what as CallAct, callId };
  if (!texts.some(one => one === what) || !isText(text)) return null;
  if (what === 'digits' && !digits.test(text)) return null;
  return { do: what as 'digits', callId, text };
}

function isText(value: unknown): value is string {
  return typeof value === 'string' && value.trim() !== '' && value.length <= longestText;
}

function isProof(value: unknown): value is string {
  return typeof value === 'string' && value !== '' && value.length <= longestProof;
}
