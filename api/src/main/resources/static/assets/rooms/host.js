// A host who has gone without a word: when another may follow them, a button says so. The server
// decides; this asks it, and not at once, since most are back after a moment.
import { $, show, text } from './dom.js';

const MOMENT = 5_000;
const AGAIN = 20_000;

export const host = ({ room, order, act, call, render }) => {
  let about = null; // the host who is away
  let free = false;
  let timer = null;

  const ask = async () => {
    let pause = AGAIN;
    try {
      const found = await call('/host');
      if (found.member !== about) return;
      free = found.wait_seconds === 0;
      if (found.wait_seconds > 0) pause = Math.min(pause, found.wait_seconds * 1000);
    } catch {
      free = false; // a moment's trouble
    }
    if (about === null) return;
    timer = free ? null : setTimeout(ask, pause);
    render();
  };

  const follow = (away) => {
    if (away === about) return;
    clearTimeout(timer);
    about = away;
    free = false;
    timer = away === null ? null : setTimeout(ask, MOMENT);
  };

  $('host-take').addEventListener('click', async () => {
    const from = about;
    if (from === null || await act(() => order('takeHost', { from }))) return;
    follow(null); // they are back, or another was faster: look again
  });

  return {
    render() {
      const { view, here } = room;
      const known = room.me !== null && !room.over && here.size > 0 && view.host !== null;
      follow(known && view.host !== view.you && !here.has(view.host) ? view.host : null);
      const shown = free && !room.muted;
      show($('host-gone'), shown);
      if (shown) text($('host-gone-why'), `${room.name(about)} is away.`);
    },
  };
};
