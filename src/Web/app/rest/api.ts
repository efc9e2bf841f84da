import { PhoneError } from '../../phone';
import { ApiError, refusal } from './apiError';
import type { Page } from './models';
import type { Session } from './session';

/** REST as the signed-in user. A token that has run out is exchanged once; when that fails the session is over. */
export class Api {
  readonly session: Session;
  readonly #entry: string | undefined;

  /** For the sign-in of that name; for whoever is signed in at the moment without. */
  constructor(session: Session, entry?: string) {
    this.session = session;
    this.#entry = entry;
  }

  async get<T>(path: string): Promise<T> {
    return (await (await this.#ask(path)).json()) as T;
  }

  page<T>(path: string, query: Record<string, string | number | null>): Promise<Page<T>> {
    const text = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) if (value !== null && value !== '') text.set(name, String(value));
    return this.get<Page<T>>(`${path}?${text}`);
  }

  async blob(path: string): Promise<Blob> {
    return (await this.#ask(path)).blob();
  }

  async put<T>(path: string, body: unknown): Promise<T> {
    const answer = await this.#ask(path, { method: 'PUT', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  async post<T>(path: string, body: unknown): Promise<T> {
    const answer = await this.#ask(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body: JSON.stringify(body) });
    return (answer.status === 204 ? undefined : await answer.json()) as T;
  }

  /** Sends a file as it is. */
  async upload<T>(path: string, file: Blob): Promise<T> {
    return (await (await this.#ask(path, { method: 'PUT', headers: { 'content-type': 'audio/wav' }, body: file })).json()) as T;
  }

  /** Gives a file of that kind. */
  async send<T>(path: string, file: Blob, type: string): Promise<T> {
    return (await (await this.#ask(path, { method: 'POST', headers: { 'content-type': type }, body: file })).json()) as T;
  }

  /** Sends a file and tells of each line of JSON as it comes; ends with the last one. */
  async stream<T>(path: string, file: Blob, onLine: (line: T) => void): Promise<void> {
    const answer = await this.#ask(path, { method: 'POST', headers: { 'content-type': 'text/plain' }, body: file });
    const reader = answer.body?.pipeThrough(new TextDecoderStream()).getReader();
    let rest = '';
    for (let read = await reader?.read(); read && !read.done; read = await reader?.read()) {
      const lines = (rest + read.value).split('\n');
      rest = lines.pop() ?? '';
      for (const line of lines) onLine(JSON.parse(line) as T);
    }
  }

  async delete(path: string): Promise<void> {
    await this.#ask(path, { method: 'DELETE' });
  }

  async signOut(): Promise<void> {
    try {
      await this.#ask('/api/v1/logout', { method: 'POST' });
    } finally {
      this.session.forget();
    }
  }

  async #ask(path: string, init: RequestInit = {}): Promise<Response> {
    // Who asked is who it is sent for: on the way to a token somebody else may have signed in.
    const entry = this.#entry ?? this.session.entry;
    let answer = await this.#fetch(path, init, await this.session.token(false, entry));
    if (answer.status === 401) answer = await this.#fetch(path, init, await this.session.token(true, entry));
    if (answer.ok) return answer;
    throw await refusal(answer);
  }

  #fetch(path: string, init: RequestInit, token: string): Promise<Response> {
    return fetch(path, { ...init, headers: { ...init.headers, authorization: `Bearer ${token}` } });
  }
}

/** Whether the person has to sign in again. */
export function isSignedOut(problem: unknown): boolean {
  return (problem instanceof ApiError && problem.status === 401) || (problem instanceof PhoneError && problem.code === 'signIn');
}
