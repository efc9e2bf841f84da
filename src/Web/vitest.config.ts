import { defineConfig } from 'vitest/config';

export default defineConfig({
  test: {
    environment: 'jsdom',
    include: ['tests/**/*.test.{ts,tsx}'],
    // A page that a test asks for is compiled within its time: 24 s on a machine that is busy with builds.
    testTimeout: 60_000,
    // Time is always a test's own: nothing waits for a clock.
    fakeTimers: { toFake: ['setTimeout', 'clearTimeout', 'setInterval', 'clearInterval', 'Date', 'performance'] },
  },
});
