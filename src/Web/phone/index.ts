import { PhoneDevice } from './phoneDevice';
import type { DeviceConstructor, Device as DeviceType } from './types';

export * from './elementSink';
export * from './errors';
export * from './types';

/** The browser as a telephone of the signed-in user. */
export type Device = DeviceType;
export const Device: DeviceConstructor = PhoneDevice;
