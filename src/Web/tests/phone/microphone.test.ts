import { afterEach, beforeEach, expect, test } from 'vitest';
import { fakeTime, Page, realTime, settle } from './page';

beforeEach(() => {
  fakeTime();
});
afterEach(() => {
  realTime();
});

test('the microphone is open while a call needs it', async () => {
  const page = await Page.registered();
  const first = await page.talking('first');
  const second = await page.talking('second');
  expect(page.rtc.tracks.map(track => track.readyState)).toEqual(['live']);

  await first.disconnect();
  expect(page.rtc.tracks[0]?.readyState).toBe('live');
  await second.disconnect();

  expect(page.rtc.tracks[0]?.readyState).toBe('ended');
});

test('another microphone is used in calls that go on, muted ones stay muted', async () => {
  const page = await Page.registered();
  page.rtc.microphones = ['built-in', 'headset'];
  const call = await page.talking();
  call.mute();

  await page.device.setInputDevice('headset');

  expect(page.rtc.connection.sender.track).toMatchObject({ deviceId: 'headset', enabled: false });
  expect(page.rtc.tracks.map(track => track.readyState)).toEqual(['ended', 'live']);
  expect([page.device.inputDevice, page.told]).toEqual(['headset', ['mute', 'inputChanged']]);
});

test('a microphone that is not there is refused, and the old one is kept', async () => {
  const page = await Page.registered();
  await page.talking();

  await expect(page.device.setInputDevice('headset')).rejects.toMatchObject({ code: 'microphoneMissing' });

  expect([page.device.inputDevice, page.rtc.connection.sender.track]).toMatchObject([null, { deviceId: 'built-in', readyState: 'live' }]);
});

test('a headset that is unplugged is replaced, and taken again when it is back', async () => {
  const page = await Page.registered();
  page.rtc.microphones = ['built-in', 'headset'];
  await page.device.setInputDevice('headset');
  await page.talking();

  page.rtc.microphones = ['built-in'];
  page.rtc.devicesChanged();
  await settle();
  expect(page.rtc.connection.sender.track?.deviceId).toBe('built-in');
  page.rtc.microphones = ['built-in', 'headset'];
  page.rtc.devicesChanged();
  await settle();

  expect(page.rtc.connection.sender.track?.deviceId).toBe('headset');
});

test('constraints hold for calls that go on', async () => {
  const page = await Page.registered();
  await page.talking();

  await page.device.setAudioConstraints({ noiseSuppression: false });

  expect(page.rtc.asked.at(-1)).toEqual({ noiseSuppression: false });
  expect(page.rtc.connection.sender.track).toBeTruthy();
});

test('a microphone of another program is told apart', async () => {
  const page = await Page.registered();
  page.rtc.problem = Object.assign(new Error(), { name: 'NotReadableError' });

  await expect(page.device.connect({ to: '1002' })).rejects.toMatchObject({ code: 'microphoneBusy' });
});
