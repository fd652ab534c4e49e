// The page of a room: what the server has sent, then live by one socket.
import { $, announce, show, text, toast } from './dom.js';
import { Refused, wire } from './wire.js';
import { Room, tidy } from './state.js';
import { top10 } from './top10.js';
import { janken } from './janken.js';
import { people } from './people.js';
import { chat } from './chat.js';
import { round } from './round.js';
import { scores } from './scores.js';
import { share } from './share.js';
import { settings } from './settings.js';
import { cursors } from './cursors.js';

document.documentElement.classList.add('scripted');
const main = $('main');
const api = main.dataset.api;
const room = new Room(tidy(JSON.parse(main.dataset.view)), JSON.parse(main.dataset.games));
room.skew = 0;

// --- asking ---
const call = async (path, options = {}) => {
  const answer = await fetch(api + path, {
    credentials: 'same-origin',
    ...options,
    headers: { Accept: 'application/json', ...options.headers },
  });
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Refused(body.code ?? String(answer.status), body.detail ?? 'That did not work.');
  return body;
};
const post = (path, body) =>
  call(path, { method: 'POST', body: JSON.stringify(body), headers: { 'Content-Type': 'application/json' } });

const act = async (does) => {
  try {
    await does();
    return true;
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    toast(refused.message, true);
    render();
    return false;
  }
};
const sure = (question) => confirm(question);

// --- drawing: once a frame, whatever has happened ---
let due = false;
const render = () => {
  if (due) return;
  due = true;
  const draw = () => {
    due = false;
    redraw();
  };
  if (document.hidden) setTimeout(draw);
  else requestAnimationFrame(draw);
};

// --- the whole room anew, at most one question at a time ---
let reading = null;
let again = false;
const read = () => {
  if (reading) {
    again = true;
    return reading;
  }
  reading = (async () => {
    try {
      do {
        again = false;
        const found = await call('');
        if (!found.view) {
          location.reload(); // no member any more: the server knows what to show
          return;
        }
        room.take(tidy(found.view));
        render();
      } while (again);
    } catch (refused) {
      if (!(refused instanceof Refused) && !(refused instanceof TypeError)) throw refused;
    } finally {
      reading = null;
    }
  })();
  return reading;
};

const words = (event) => {
  const d = event.data;
  const who = d.member ? room.name(d.member) : '';
  switch (event.type) {
    case 'joined': return `${d.name} joined`;
    case 'left': return d.why === 'kicked' ? `${who} was put out` : `${who} left`;
    case 'host': return `${who} is the host now`;
    case 'round_started': return `Round ${d.number}: ${d.topic}`;
    case 'round_ended': return d.why === 'expired' ? 'Time is up: the round is over' : 'The round is over';
    case 'over': return 'The room is over';
    default: return '';
  }
};

const happened = (event) => {
  if (event.seq <= room.view.seq && event.type !== 'said' && event.type !== 'reacted') return;
  const line = words(event);
  if (line) {
    talk.note(event, line);
    announce(`${line}.`);
  }
  if (event.type === 'said') {
    const message = event.message ?? (event.data.body === undefined ? null
      : { id: event.data.message, author: event.data.author, body: event.data.body, at: event.at });
    if (message) talk.said({ reactions: {}, ...message, seq: event.seq });
    else if (!talk.knows(event.data.message)) catchUp();
  }
  if (event.type === 'reacted') talk.reacted(event.data);
  if (event.type === 'left' && event.data.member === room.view.you) {
    location.reload();
    return;
  }
  if (event.type === 'played') table().tell(event);
  if (!room.apply(event)) read();
};

const older = async (before) => (await call(`/messages${before ? `?before=${before}` : ''}`)).messages;
const catchUp = async () => {
  try {
    (await older()).forEach(talk.said);
    render();
  } catch (refused) {
    if (!(refused instanceof Refused) && !(refused instanceof TypeError)) throw refused;
  }
};

const heard = (frame) => {
  switch (frame.kind ?? frame.type) {
    case 'hello':
    case 'snapshot':
      if (frame.now) room.skew = Date.parse(frame.now) - Date.now();
      if (frame.view) {
        room.take(tidy(frame.view));
        catchUp();
      }
      (frame.events ?? []).forEach(happened);
      if (frame.presence) present(frame.presence);
      break;
    case 'events':
      frame.events.forEach(happened);
      break;
    case 'event':
      happened(frame.event ?? frame);
      break;
    case 'view':
      if (frame.view) room.take(tidy(frame.view));
      else read();
      break;
    case 'presence':
      present(frame);
      break;
    case 'typing':
      room.writing.set(frame.member, Date.now() + 4000);
      break;
    case 'cursor':
      pointers.move(frame);
      return;
    case 'error':
      toast(frame.detail ?? frame.error?.detail ?? 'That was not understood.', true);
      break;
    default: // of a newer server
  }
  render();
};

const present = (frame) => {
  if (frame.members) {
    room.here = new Map(Array.isArray(frame.members)
      ? frame.members.map((one) => (typeof one === 'string' ? [one, 1] : [one.member, one.sockets ?? 1]))
      : Object.entries(frame.members));
  } else if (frame.member) {
    room.here.set(frame.member, frame.sockets ?? (frame.here ? 1 : 0));
  }
};

// --- the connection ---
let lost = null;
const stands = (up) => {
  clearTimeout(lost);
  if (up) show($('banner'), room.over);
  else {
    // A moment without it is nobody's business.
    lost = setTimeout(() => {
      text($('banner'), 'Connection lost. What you see may be old; coming back…');
      $('banner').classList.remove('over');
      show($('banner'), true);
    }, 1200);
  }
  main.dataset.live = up;
};

const socket = wire({ path: `${api}/socket`, seen: () => room.view.seq, heard, stands });
const order = (kind, fields) => socket.order(kind, fields);
const play = (moves) => act(() => order('play', { moves }));

// --- the parts ---
const shared = {
  room, order, play, act, sure, post, older, render,
  whisper: socket.whisper,
  page: main.dataset.page,
  visible: () => !document.hidden && $('talk').offsetParent !== null,
};
const talk = chat(shared);
const tables = [top10(shared), janken(shared)];
const table = () => tables.find((one) => one.name === room.view.round?.table.game) ?? tables[0];
const parts = [round(shared), people(shared), scores(shared), talk];
const pointers = cursors(shared);
share(shared);
settings(shared);

const redraw = () => {
  const now = table();
  for (const other of tables) if (other !== now || !room.view.round) other.empty();
  if (room.view.round) now.render();
  for (const part of parts) part.render();
  if (room.over) {
    text($('banner'), room.view.over === 'retired' ? 'This room is over: nobody had played for long.' : 'This room is over: it was closed.');
    $('banner').classList.add('over');
    show($('banner'), true);
  }
};

for (const tab of document.querySelectorAll('.tabs button')) {
  tab.addEventListener('click', () => {
    main.dataset.tab = tab.dataset.to;
    for (const other of document.querySelectorAll('.tabs button')) other.setAttribute('aria-pressed', other === tab);
    scrollTo(0, 0);
    if (tab.dataset.to === 'chat') talk.seen();
  });
}
document.addEventListener('submit', (event) => {
  const question = event.target.dataset.sure;
  if (question && !sure(question)) event.preventDefault();
});

JSON.parse(main.dataset.talk).forEach(talk.put);
redraw();
$('talk').scrollTop = $('talk').scrollHeight;
// A link that names or lets somebody in has done its work.
if (location.search) history.replaceState(null, '', location.pathname);
