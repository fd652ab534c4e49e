// The room's socket. It comes back by itself, goes on after the last event that was seen, and sends
// again (under the same id, so it counts once) what was not answered when it broke.

const SLOWEST = 20_000;
const LONGEST_WAIT = 8_000;
const QUIET = 45_000;

export class Refused extends Error {
  constructor(code, words) {
    super(words);
    this.code = code;
  }
}

const id = () => {
  const bytes = crypto.getRandomValues(new Uint8Array(12));
  return [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
};

// @param seen what the last event was; asked whenever it is opened
// @param heard(frame) for all that is no answer
// @param stands(up) whether it is up now
export const wire = ({ path, seen, heard, stands }) => {
  const waiting = new Map();
  let socket = null;
  let tries = 0;
  let timer = null;
  let pulse = null;
  let ended = false;

  const url = () => {
    const address = new URL(path, location.href);
    address.protocol = address.protocol === 'https:' ? 'wss:' : 'ws:';
    const after = seen();
    if (after >= 0) address.searchParams.set('after', after);
    return address;
  };

  const settle = (frame) => {
    const asked = waiting.get(frame.re);
    if (!asked) return;
    waiting.delete(frame.re);
    clearTimeout(asked.timer);
    if (frame.error) {
      asked.no(new Refused(frame.error.code ?? frame.code ?? 'OTHER',
        frame.error.detail ?? frame.error.reason ?? frame.detail ?? String(frame.error)));
    } else {
      asked.yes(frame);
    }
  };

  const alive = () => {
    clearTimeout(pulse);
    pulse = setTimeout(() => {
      // A network that is gone does not say so: ask, and give up when nothing comes.
      if (socket?.readyState !== WebSocket.OPEN) return;
      socket.send(JSON.stringify({ id: id(), kind: 'ping' }));
      pulse = setTimeout(() => socket?.close(), 8_000);
    }, QUIET);
  };

  const open = () => {
    clearTimeout(timer);
    if (ended || socket) return;
    const mine = new WebSocket(url());
    socket = mine;
    mine.onopen = () => {
      tries = 0;
      alive();
      for (const asked of waiting.values()) mine.send(asked.text);
      stands(true);
    };
    mine.onmessage = (event) => {
      if (mine !== socket) return;
      alive();
      const frame = JSON.parse(event.data);
      if (frame.re !== undefined && frame.re !== null) settle(frame);
      else heard(frame);
    };
    mine.onclose = (event) => {
      if (mine !== socket) return;
      socket = null;
      clearTimeout(pulse);
      if (ended) return;
      stands(false, event);
      // Not all at once, when a server comes back to a thousand rooms.
      const wait = Math.min(LONGEST_WAIT, 300 * 2 ** tries++) * (0.6 + 0.8 * Math.random());
      timer = setTimeout(open, wait);
    };
  };

  const again = () => {
    if (!socket && !ended) open();
  };
  addEventListener('online', again);
  document.addEventListener('visibilitychange', () => {
    if (!document.hidden) again();
  });
  addEventListener('pageshow', again);

  open();
  return {
    // Does something, or throws what it was refused with.
    order(kind, fields = {}) {
      const own = id();
      const text = JSON.stringify({ id: own, kind, ...fields });
      return new Promise((yes, no) => {
        waiting.set(own, {
          text,
          yes,
          no,
          timer: setTimeout(() => {
            waiting.delete(own);
            no(new Refused('UNSURE', 'No answer came. Look whether it has happened, then try again.'));
          }, SLOWEST),
        });
        if (socket?.readyState === WebSocket.OPEN) socket.send(text);
      });
    },
    // Says something that nobody answers and that may get lost.
    whisper(kind, fields = {}) {
      if (socket?.readyState === WebSocket.OPEN) socket.send(JSON.stringify({ kind, ...fields }));
    },
    end() {
      ended = true;
      clearTimeout(timer);
      clearTimeout(pulse);
      socket?.close();
    },
  };
};
