import { signal } from '@preact/signals';
import { ApiError } from '../rest/apiError';

/** Something that is edited in a form and kept by the server, which says what is wrong with which field. */
export class Form<T extends object> {
  readonly value;
  /** What is wrong, by the field's path in lower case, for example `limits.maxwait`; what is about no field is under the empty path. */
  readonly errors = signal<ReadonlyMap<string, string>>(new Map());
  readonly isSaved = signal(false);
  readonly isBusy = signal(false);

  constructor(value: T) {
    this.value = signal<T>(value);
  }

  /** The value at a path of names with dots between. */
  read(path: string): unknown {
    return path.split('.').reduce<unknown>((at, name) => (at as Record<string, unknown> | null)?.[name], this.value.value);
  }

  write(path: string, value: unknown): void {
    this.isSaved.value = false;
    this.value.value = written(this.value.value, path.split('.'), value) as T;
    const key = path.toLowerCase();
    if (this.errors.value.has(key)) this.errors.value = new Map([...this.errors.value].filter(([name]) => name !== key));
  }

  problem(path: string): string | null {
    return this.errors.value.get(path.toLowerCase()) ?? null;
  }

  /** True when the server has taken it. */
  async save(send: (value: T) => Promise<T>): Promise<boolean> {
    this.isBusy.value = true;
    this.isSaved.value = false;
    this.errors.value = new Map();
    try {
      this.value.value = await send(this.value.value);
      this.isSaved.value = true;
    } catch (problem) {
      this.errors.value = problem instanceof ApiError ? problem.fields : new Map([['', problem instanceof Error ? problem.message : '']]);
    } finally {
      this.isBusy.value = false;
    }
    return this.isSaved.value;
  }
}

function written(at: unknown, path: readonly string[], value: unknown): unknown {
  const [name, ...rest] = path;
  if (name === undefined) return value;
  if (Array.isArray(at)) return at.map((one, index) => (String(index) === name ? written(one, rest, value) : one));
  return { ...(at as object), [name]: written((at as Record<string, unknown>)[name], rest, value) };
}
