// The page of a room: what the server has sent, then live by one socket.
import { $, announce, show, text, toast } from './dom.js';
import { Refused, wire } from './wire.js';
import { Room } from './state.js';
import { top10 } from './top10.js';
import { janken } from './janken.js';
import { people } from './people.js';
import { chat } from './chat.js';
import { host } from './host.js';
import { round } from './round.js';
import { scores } from './scores.js';
import { share } from './share.js';
import { settings } from './settings.js';
import { cursors } from './cursors.js';

document.documentElement.classList.add('scripted');
const main = $('main');
const api = main.dataset.api;
const room = new Room(JSON.parse(main.dataset.view), JSON.parse(main.dataset.games));

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
  call(path, {
    method: 'POST',
    body: JSON.stringify(body),
    headers: { 'Content-Type': 'application/json' },
  });

const act = async (does) => {
  try {
    await does();
    return true;
  } catch (refused) {
    if (!(refused instanceof Refused)) throw refused;
    const why = refused.message;
    toast(`${why[0].toUpperCase()}${why.slice(1)}${/[.!?]$/.test(why) ? '' : '.'}`, true);
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

const words = (event) => {
  const d = event.data;
  const who = d.member ? room.name(d.member) : '';
  switch (event.type) {
    case 'joined': return `${d.name} joined`;
    case 'left': return d.why === 'kicked' ? `${who} was put out` : `${who} left`;
    case 'host': return `${who} is the host now`;
    case 'round_started': return `Round ${d.number}: ${room.topic(d.topic)}`;
    case 'round_ended': return d.why === 'expired' ? 'Time is up: the round is over' : 'The round is over';
    case 'over': return 'The room is over';
    default: return '';
  }
};

// What has happened is told here; what the room looks like after it comes as a view of its own.
const happened = (event) => {
  if (event.seq <= room.seq) return;
  room.seq = event.seq;
  if (event.type === 'joined') room.names.set(event.data.member, event.data.name);
  const line = words(event);
  if (line) {
    talk.note(event, line);
    announce(`${line}.`);
  }
  if (event.type === 'said' && event.message) talk.said(event.message);
  if (event.type === 'reacted') talk.reacted(event.data, event.message);
  if (event.type === 'played') table().tell(event);
  if (event.type === 'left' && event.data.member === room.view.you) location.reload();
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

const present = (online) => {
  room.here = new Set(online);
};

const heard = (frame) => {
  switch (frame.type) {
    case 'hello':
      if (frame.missed) frame.missed.forEach(happened);
      else catchUp();
      room.seq = frame.seq;
      room.take(frame.view);
      present(frame.online);
      break;
    case 'view':
      room.take(frame.view);
      break;
    case 'presence':
      present(frame.online);
      break;
    case 'typing':
      room.writing.set(frame.by, Date.now() + 4000);
      break;
    case 'cursor':
      pointers.move(frame.by, Number(frame.data.x), Number(frame.data.y));
      return;
    default:
      if (frame.seq) happened(frame);
      else if (frame.error) toast(frame.error.detail, true); // of no command that is known here
  }
  render();
};

// --- the connection ---
let lost = null;
let failed = 0;
const stands = (up, ended) => {
  clearTimeout(lost);
  if (ended?.code === 1008) {
    location.reload(); // no member any more, or logged out: the server knows what to show
    return;
  }
  if (up) {
    failed = 0;
    show($('banner'), room.over);
  } else {
    // A handshake that is refused does not say why: perhaps they are no member any more.
    if (++failed % 3 === 0) {
      call('').then((found) => found.view || location.reload(), () => {});
    }
    // A moment without it is nobody's business.
    lost = setTimeout(() => {
      text($('banner'), 'Connection lost. What you see may be old; coming back…');
      $('banner').classList.remove('over');
      show($('banner'), true);
    }, 1200);
  }
  main.dataset.live = up;
};

const socket = wire({ path: `${api}/socket`, seen: () => room.seq, heard, stands });
const order = (kind, fields) => socket.order(kind, fields);
const play = (moves) => act(() => order('play', { moves }));

// --- the parts ---
const shared = {
  room, order, play, act, sure, call, post, older, render,
  whisper: socket.whisper,
  page: main.dataset.page,
  visible: () => !document.hidden && $('talk').offsetParent !== null,
};
const talk = chat(shared);
const tables = [top10(shared), janken(shared)];
const table = () => tables.find((one) => one.name === room.view.round?.table.game) ?? tables[0];
const parts = [round(shared), host(shared), people(shared), scores(shared), talk];
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
