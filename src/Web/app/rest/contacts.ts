export type ContactBook = 'own' | 'shared' | 'directory';

/** A telephone number of a contact. */
export interface ContactNumber {
  /** As somebody wrote it. */
  readonly number: string;
  /** Null when it is no number outside, for example an extension. */
  readonly e164: string | null;
  readonly label: string;
}

export interface ContactEmail {
  readonly address: string;
  readonly label: string;
}

/** Where a field comes from. */
export interface ContactOrigin {
  readonly field: string;
  readonly source: 'user' | 'import' | 'google' | 'merge';
  readonly by: string;
  readonly at: string;
}

/** `GET /api/v1/contacts`. */
export interface Contact {
  readonly id: string;
  readonly book: ContactBook;
  readonly name: string;
  readonly givenName: string;
  readonly familyName: string;
  readonly organization: string;
  readonly title: string;
  readonly notes: string;
  readonly numbers: readonly ContactNumber[];
  readonly emails: readonly ContactEmail[];
  readonly groups: readonly string[];
  readonly favorite: boolean;
  readonly version: number;
  readonly changedAt: string;
  readonly changedBy: string;
  readonly origins: readonly ContactOrigin[];
}

/** What is set of a contact. */
export type ContactFields = Omit<Contact, 'id' | 'book' | 'favorite' | 'version' | 'changedAt' | 'changedBy' | 'origins'>;

/** `GET /api/v1/contacts/callers`. */
export interface Caller {
  readonly number: string;
  readonly contact: Contact;
}

/** `GET /api/v1/contacts/duplicates`. */
export interface Duplicates {
  readonly reason: 'number' | 'email' | 'name';
  readonly value: string;
  readonly contacts: readonly Contact[];
}

/** What became of an entry of a file, or would. */
export interface ImportStep {
  readonly line: number;
  readonly kind: 'made' | 'changed' | 'merged' | 'refused';
  readonly name: string;
  readonly reason: string | null;
}

/** A line of the answer to `POST /api/v1/contacts/import`; the last one is the result. */
export interface ImportProgress {
  readonly done: number;
  readonly total: number;
  readonly made: number;
  readonly changed: number;
  readonly merged: number;
  readonly unchanged: number;
  readonly refused: number;
  readonly steps: readonly ImportStep[];
}

export const contactsPath = '/api/v1/contacts';

export function contactPath(id: string): string {
  return `${contactsPath}/${encodeURIComponent(id)}`;
}

export const plainContact: ContactFields = {
  name: '',
  givenName: '',
  familyName: '',
  organization: '',
  title: '',
  notes: '',
  numbers: [{ number: '', e164: null, label: '' }],
  emails: [],
  groups: [],
};

export function fieldsOf(contact: Contact): ContactFields {
  const { name, givenName, familyName, organization, title, notes, numbers, emails, groups } = contact;
  return { name, givenName, familyName, organization, title, notes, numbers, emails, groups };
}
