import { refusal } from './apiError';
import type { RecordingSegment } from './models';

/** `GET /api/v1/recordings/{id}/links`. */
export interface ShareLink {
  readonly id: string;
  readonly for: string;
  readonly createdBy: string;
  readonly createdAt: string;
  readonly expiresAt: string;
  readonly mostViews: number | null;
  readonly views: number;
  readonly hasPassword: boolean;
  readonly wrongPasswords: number;
  readonly revokedAt: string | null;
  readonly revokedBy: string | null;
  readonly isOpen: boolean;
  /** The link itself, below the server's address: only where it has just been made. */
  readonly address: string | null;
}

/** `GET /api/v1/recordings/{id}/links/{link}/openings`. */
export interface ShareOpening {
  readonly at: string;
  readonly address: string;
}

/** `POST /api/v1/shared`. */
export interface SharedRecording {
  readonly startedAt: string;
  readonly durationSeconds: number;
  readonly until: string;
  readonly viewsLeft: number | null;
  readonly segments: readonly RecordingSegment[];
}

/** Opens a link, which is a view; nobody has to be signed in for it. */
export async function openShared(secret: string, password: string): Promise<SharedRecording> {
  const answer = await fetch('/api/v1/shared', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ secret, password: password || null }),
  });
  if (!answer.ok) throw await refusal(answer);
  return (await answer.json()) as SharedRecording;
}
