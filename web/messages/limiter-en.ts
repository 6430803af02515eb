import type { LimiterMessages } from './limiter-ja.ts';

export const limiterEn: LimiterMessages = {
  heading: 'What decided this result',
  line: {
    title: 'The line',
    text: 'Neither the device, Wi-Fi nor the server was found to hold it back: these are figures of the line itself.',
    next: 'Test in busy hours, too (19:00 to 23:00), and compare that with midday.',
  },
  wifi: {
    title: 'Wi-Fi (and the line)',
    text: 'This was measured over Wi-Fi. One test cannot tell whether the line or Wi-Fi set the limit.',
    next: 'Test again over a network cable and look at the difference; if there is none, in the room of the router.',
  },
  device: {
    title: 'The device',
    text: 'The device did not keep up with the test, so the line may be better than these figures.',
    next: 'Keep this page in sight, close other apps and tabs, and test again.',
  },
  rival: {
    title: 'Other traffic of this device',
    text: 'Something else on this device used the line during the test.',
    next: 'Stop updates, downloads and video, and test again.',
  },
  edge: {
    title: 'The measurement server',
    text: 'The server did not keep up with the test, so the line may be better than these figures.',
    next: 'Wait a few minutes and test again.',
  },
  detour: {
    title: 'A VPN or another detour',
    text: 'The test went through a VPN or a network of servers, so these are not figures of your line alone.',
    next: 'Switch the VPN off and test again.',
  },
  run: {
    title: 'The test itself',
    text: 'The test could not be carried through, so it does not tell what the line can do.',
    next: 'Test again.',
  },
};
