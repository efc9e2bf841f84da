import { Callers } from './callers';
import { api } from './session';

/** Who has which number, as the signed-in user knows them. */
export const callers = new Callers(api);
