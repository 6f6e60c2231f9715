import type { SealReport } from './protocol';

const OUTSIDE = 'https://outside.invalid/regulars-seal-test';

/**
 * Forbids the page every connection from now on. Policies only add up: this joins the one in index.html and cannot be
 * taken back. Workers started after it inherit it, because they start from blobs.
 */
export function forbidConnections(): void {
  const meta = document.createElement('meta');
  meta.httpEquiv = 'Content-Security-Policy';
  meta.content = "connect-src 'none'";
  document.head.append(meta);
}

/** Tries to get out of the page, every way there is without leaving it. */
export async function attemptsFromPage(): Promise<SealReport['attempts']> {
  const attempts: [string, () => Promise<unknown>][] = [
    ['fetch', () => fetch(OUTSIDE, { mode: 'no-cors' })],
    ['fetch of this host', () => fetch(new URL('?regulars-seal-test', location.href))],
    ['XMLHttpRequest', () => eventually(request)],
    ['WebSocket', () => eventually(socket)],
    ['image', () => eventually(image)],
  ];
  return Promise.all(
    attempts.map(async ([name, attempt]) => ({
      name,
      from: 'page' as const,
      refused: await attempt().then(
        () => false,
        () => true,
      ),
    })),
  );
}

type Settle = (succeeded: () => void, failed: () => void) => void;

function eventually(start: Settle): Promise<void> {
  return new Promise((resolve, reject) => start(resolve, () => reject(new Error('refused'))));
}

const request: Settle = (succeeded, failed) => {
  const xhr = new XMLHttpRequest();
  xhr.onload = succeeded;
  xhr.onerror = failed;
  xhr.open('GET', OUTSIDE);
  xhr.send();
};

const socket: Settle = (succeeded, failed) => {
  const webSocket = new WebSocket(OUTSIDE.replace('https', 'wss'));
  webSocket.onopen = succeeded;
  webSocket.onerror = failed;
};

const image: Settle = (succeeded, failed) => {
  const element = new Image();
  element.onload = succeeded;
  element.onerror = failed;
  element.src = OUTSIDE;
};
