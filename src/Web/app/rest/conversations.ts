import type { MessageCard } from '../../phone';

export const conversationsPath = '/api/v1/conversations';

/** `GET /api/v1/conversations`. */
export interface Conversation {
  /** `@` and the other's name, or the id of a group. */
  readonly id: string;
  /** What a group is called; empty for two users. */
  readonly name: string;
  /** Who changes a group; empty for two users. */
  readonly owner: string;
  readonly readNumber: number;
  readonly unread: number;
  readonly lastAt: string;
  readonly last: MessageCard | null;
}

/** `GET /api/v1/conversations/{id}`. */
export interface ConversationDetail {
  readonly conversation: Conversation;
  /** Names of users. */
  readonly members: readonly string[];
}

/** `GET /api/v1/conversations/{id}/call`. */
export interface GroupCall {
  /** What a member dials to come into it. */
  readonly to: string;
  /** Who is in it; nobody when there is none. */
  readonly members: readonly { readonly user: string | null; readonly name: string | null; readonly since: string }[];
}

export function conversationPath(id: string): string {
  return `${conversationsPath}/${encodeURIComponent(id)}`;
}

/** Where the page of a conversation is. */
export function chatHash(id: string): string {
  return `#/chat/${encodeURIComponent(id)}`;
}

/** The other of two users; null for a group. */
export function otherOf(id: string): string | null {
  return id.startsWith('@') ? id.slice(1) : null;
}
