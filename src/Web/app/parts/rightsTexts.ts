import type { TextKey } from '../i18n/en';
import { t, when } from '../i18n/texts';
import type { RightsKind, RightsRequest } from '../rest/rights';

/** What can be asked for, in the order of the list. */
export const kinds: readonly (readonly [RightsKind, TextKey])[] = [
  ['access', 'rightAccess'],
  ['calls', 'rightCalls'],
  ['rectify', 'rightRectify'],
  ['restrict', 'rightRestrict'],
  ['erase', 'rightErase'],
  ['complaint', 'rightComplaint'],
];

/** What a request asks for. */
export function kindOf(request: RightsRequest): string {
  return t(kinds.find(([kind]) => kind === request.kind)?.[1] ?? 'rightComplaint');
}

/** How far a request is. */
export function stateOf(request: RightsRequest): string {
  if (request.state === 'granting') return t(request.waits ? 'rightWaits' : 'rightGranting');
  if (request.state === 'open') return t(request.overdue ? 'rightOverdue' : 'rightOpen', { due: when(new Date(request.dueAt)) });
  return t(request.state === 'done' ? 'rightDone' : request.state === 'refused' ? 'rightRefused' : 'rightWithdrawn');
}
