import type { RunMessages } from './run-ja.ts';

export const runEn: RunMessages = {
  stages: {
    session: 'Prepare',
    idle: 'Response',
    loss: 'Loss',
    download: 'Download',
    upload: 'Upload',
    submit: 'Save',
  },
  announce: {
    session: 'Connecting to the server',
    idle: 'Measuring response time',
    loss: 'Measuring packet loss',
    download: 'Measuring download',
    upload: 'Measuring upload',
    submit: 'Saving the result',
    done: 'The test is finished',
    stopped: 'The test was stopped',
  },
  secondsLeft: (seconds) => `about ${seconds} s left`,
  remembered: (items) => `Your earlier answers (${items}) go with this test.`,
  saved: 'Remembered. Your next test will carry them.',
  recorded: 'Added to this result, and remembered for your next test.',
  notRecorded:
    'Remembered for your next test, but it could not be added to this result. Check your connection and try again.',
  forgotten: 'Forgotten. Your next test will carry no answers.',
  counted: 'This result counts in the statistics.',
  notCounted: 'This result was stored but does not count in the statistics.',
  stoppedKept:
    'You stopped the test. What it had measured is kept as unfinished and does not count in the statistics.',
  stoppedEarly: 'You stopped before the test began. Nothing was stored.',
  notMeasured: 'not measured',
  bytesUsed: (bytes) => `Data used by this test: ${bytes}`,
  lastCost: (bytes) => `Your last test moved ${bytes}.`,
  problems: {
    offline: {
      title: 'You are not connected to the internet',
      next: 'Check your connection, then try again. Nothing was stored.',
    },
    unreachable: {
      title: 'The measurement server cannot be reached',
      next: 'The server is down, or something on the way blocks it. Wait a little, then try again.',
    },
    blocked: {
      title: 'Measurement connections (WebSocket) are blocked',
      next: 'A company or school network, a proxy, security software or a browser extension may be stopping them. Try another network, or switch the extension off.',
    },
    lost: {
      title: 'The connection was lost during the test',
      next: 'Your line or the way to the server broke, so the test could not finish. Please try again.',
    },
    trouble: {
      title: 'The server has a problem',
      next: 'This is on our side. Nothing was stored. Wait a few minutes, then try again.',
    },
    refused: {
      title: 'The server refused the test',
      next: 'The reason is below. Starting again opens a new test.',
    },
    notSubmitted: {
      title: 'The test finished, but its result could not be saved',
      next: 'The figures are still on this page. They are sent again as soon as you are back online, or when you press “Send again”.',
    },
    failed: {
      title: 'The test program could not run',
      next: 'Reload the page. If it happens again, update your browser.',
    },
  },
};
