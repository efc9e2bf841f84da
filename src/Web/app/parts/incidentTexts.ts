import type { TextKey } from '../i18n/en';
import type { IncidentRule, IncidentState } from '../rest/incidents';

/** What rules are called. */
export const rules: Readonly<Record<IncidentRule, TextKey>> = {
  tollBurst: 'incidentTollBurst',
  blockedNumbers: 'incidentBlockedNumbers',
  forwardedBurst: 'incidentForwardedBurst',
  newCountry: 'incidentNewCountry',
  callPumping: 'incidentCallPumping',
  missedCallBait: 'incidentMissedCallBait',
  passwordSpray: 'incidentPasswordSpray',
  passwordGuessing: 'incidentPasswordGuessing',
  extensionScan: 'incidentExtensionScan',
  impossibleTravel: 'incidentImpossibleTravel',
};

/** How far a case is. */
export const states: Readonly<Record<IncidentState, TextKey>> = {
  open: 'incidentOpen',
  confirmed: 'incidentConfirmed',
  dismissed: 'incidentDismissed',
};
