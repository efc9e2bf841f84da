import { afterEach, beforeEach, describe, expect, it, vi } from 'vitest';
import { ScriptedBrowser } from './scriptedTabs';

beforeEach(() => {
  // Modules that were loaded with the page have a browser of their own.
  vi.stubGlobal(
    'BroadcastChannel',
    class {
      onmessage = null;
      postMessage() {}
    },
  );
  vi.useFakeTimers();
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

describe('the tabs of a browser', () => {
  it('let the first one ring', () => {
    const browser = new ScriptedBrowser();
    const [first, second] = [browser.open(), browser.open()];
    expect([first.tabs.rings.value, second.tabs.rings.value]).toEqual([true, false]);
  });

  it('let another one take the ring over, and only one has it', async () => {
    const browser = new ScriptedBrowser();
    const [first, second] = [browser.open(), browser.open()];
    second.tabs.ring();
    await vi.advanceTimersByTimeAsync(0);
    expect([first.tabs.rings.value, second.tabs.rings.value]).toEqual([false, true]);
  });

  it('ring in the tab that waits when the one that rang is closed', () => {
    const browser = new ScriptedBrowser();
    browser.open();
    const second = browser.open();
    browser.locks.leave();
    expect(second.tabs.rings.value).toBe(true);
  });

  it('know that there is a conversation in another one, until it is over', () => {
    const browser = new ScriptedBrowser();
    const [first, second] = [browser.open(), browser.open()];
    first.tabs.tell('device-first', true);
    expect([first.tabs.inCallElsewhere.value, second.tabs.inCallElsewhere.value]).toEqual([false, true]);
    first.tabs.tell('device-first', false);
    expect(second.tabs.inCallElsewhere.value).toBe(false);
  });

  it('forget one that says nothing any more', () => {
    const browser = new ScriptedBrowser();
    const second = browser.open();
    const lost = browser.open();
    lost.tabs.tell('device-lost', true);
    expect(second.tabs.inCallElsewhere.value).toBe(true);
    lost.freeze();
    vi.advanceTimersByTime(8_000);
    expect(second.tabs.inCallElsewhere.value).toBe(false);
  });

  it('hand the device with its conversation to the tab that takes it', () => {
    const browser = new ScriptedBrowser();
    const [first, second, third] = [browser.open(), browser.open(), browser.open()];
    first.stored.set('rtc-phone.device', 'device-first');
    first.tabs.tell('device-first', true);
    second.tabs.take();
    expect(second.stored.get('rtc-phone.device')).toBe('device-first');
    expect(first.stored.has('rtc-phone.device')).toBe(false);
    expect([first.reloads(), second.reloads(), third.reloads()]).toEqual([1, 1, 0]);
  });
});
