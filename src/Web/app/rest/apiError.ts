/** A refusal of the API (RFC 9457). */
export class ApiError extends Error {
  readonly status: number;
  readonly code: string;
  /** What is wrong with which field, by its path in lower case; what is about no field is under the empty path. */
  readonly fields: ReadonlyMap<string, string>;
  /** Everything that is wrong, where the API lists it. */
  readonly problems: readonly string[];

  constructor(
    status: number,
    code: string,
    message: string,
    fields: ReadonlyMap<string, string> = new Map([['', message]]),
    problems: readonly string[] = [],
  ) {
    super(message);
    this.name = 'ApiError';
    this.status = status;
    this.code = code;
    this.fields = fields;
    this.problems = problems;
  }
}

/** A refusal of the sign-in, and not of what was asked for. */
export class SignInRefusal extends ApiError {}

interface Problem {
  readonly code?: string;
  readonly detail?: string;
  readonly title?: string;
  readonly errors?: Readonly<Record<string, readonly string[]>>;
  readonly problems?: readonly string[];
}

/** What an answer that is not ok says. */
export async function refusal(answer: Response): Promise<ApiError> {
  const problem = (await answer.json().catch(() => ({}))) as Problem;
  const message = problem.detail ?? problem.title ?? answer.statusText;
  return new ApiError(answer.status, problem.code ?? `http${answer.status}`, message, fieldsOf(problem, message), problem.problems);
}

function fieldsOf({ errors }: Problem, message: string): ReadonlyMap<string, string> {
  const entries = Object.entries(errors ?? {});
  if (entries.length > 0) return new Map(entries.map(([name, texts]) => [name.toLowerCase(), texts.join(' ')]));
  // A bound of the business that is broken is named as `Limits.MaxWait: 00:00:01 to 1.00:00:00.` or `maxMembers: 2 to 32.`
  const [, name, text] = /^([A-Za-z]\w*(?:\.\w+)*): (.+)$/s.exec(message) ?? [];
  return new Map([name && text ? [name.toLowerCase(), text] : ['', message]]);
}
