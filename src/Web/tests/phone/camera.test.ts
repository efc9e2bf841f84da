import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import { fakeTime, Page, realTime, settle } from './page';
import { card, ended } from './scriptedHub';

beforeEach(() => {
  fakeTime();
});
afterEach(() => {
  realTime();
});

const offersOf = (page: Page) => page.rtc.connections.map(connection => connection.picture);

describe('the camera', () => {
  test('is off, and pictures are not taken, unless the page wants them', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    expect([offersOf(page), call.isCameraOn, call.getLocalVideo(), call.getRemoteVideo()]).toEqual([[null], false, null, null]);
  });

  test('that is off does not keep a page from taking pictures', async () => {
    const page = new Page(undefined, undefined, { video: true });
    await page.device.register();
    const call = await page.talking();
    page.rtc.connection.see();
    expect([offersOf(page), call.getRemoteVideo() !== null, call.isCameraOn]).toEqual([['recvonly'], true, false]);
  });

  test('goes on and off in the conversation by new offers, and its light with it', async () => {
    const page = await Page.registered();
    const call = await page.talking();

    await call.setCamera(true);
    await settle();
    expect([offersOf(page), call.isCameraOn, page.edge.requests('Reattach').length]).toEqual([[null, 'sendrecv'], true, 1]);
    page.edge.changed(card('dialled'), { number: 2, sdp: 'seen' });
    await settle();
    page.rtc.connection.see();
    page.rtc.connection.become('connected');
    expect(call.getRemoteVideo()).not.toBeNull();

    const light = page.rtc.camera;
    await call.setCamera(false);
    await settle();
    page.edge.changed(card('dialled'), { number: 3, sdp: 'unseen' });
    await settle();
    page.rtc.connection.become('connected');
    expect([offersOf(page), light?.readyState, call.isCameraOn, call.getRemoteVideo()]).toEqual([
      [null, 'sendrecv', null],
      'ended',
      false,
      null,
    ]);
  });

  test('is on from the first offer where it is wished for, and off when the call is over', async () => {
    const page = await Page.registered();
    page.edge.link.listener.incoming(card('ringing-here', { state: 'ringing', direction: 'incoming' }));
    const call = page.device.findCall('ringing-here');
    await call?.accept({ video: true });
    expect([offersOf(page), call?.isCameraOn]).toEqual([['sendrecv'], true]);
    page.edge.changed(ended('ringing-here', 'hangup'));
    expect([page.rtc.camera?.readyState, call?.isCameraOn]).toEqual(['ended', false]);
  });

  test('that is not there is said, and the call goes on', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    page.rtc.cameraProblem = Object.assign(new Error(), { name: 'NotFoundError' });
    await expect(call.setCamera(true)).rejects.toMatchObject({ code: 'cameraMissing' });
    expect([call.status(), offersOf(page)]).toEqual(['open', [null]]);
  });

  test('that is unplugged is off', async () => {
    const page = await Page.registered();
    const call = await page.talking();
    await call.setCamera(true);
    await settle();
    page.rtc.camera?.onended?.();
    await settle();
    expect([call.isCameraOn, offersOf(page).at(-1)]).toEqual([false, null]);
  });
});
