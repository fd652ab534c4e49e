// Who is in the room, what they do, and what a host may do with them.
import { $, face, list, make, mark, show, text } from './dom.js';

const DOES = { PLAYER: 'plays', MASTER: 'guesses', WATCHER: 'watches' };
const NEXT = { PLAYER: 'play', MASTER: 'guess', WATCHER: 'watch' };
const MINUTES = 10;

const words = (room, member) => {
  const parts = [room.view.round ? DOES[member.role] : `will ${NEXT[member.next]}`];
  if (room.view.round && member.next !== member.role) parts.push(`then will ${NEXT[member.next]}`);
  if (member.muted && Date.parse(member.muted) > Date.now()) parts.push('muted');
  if (!member.seated) parts.push('seat is free');
  else if (member.id.startsWith('b-')) parts.push('bot');
  else if (room.here.size > 0 && !room.here.has(member.id)) parts.push('away');
  return parts.join(' · ');
};

const RANK = { PLAYER: 0, MASTER: 1, WATCHER: 2 };
const order = (room) => (one, other) =>
  (one.id === room.view.you ? -1 : other.id === room.view.you ? 1 : 0) ||
  RANK[one.next] - RANK[other.next] || one.name.localeCompare(other.name);

export const people = ({ room, order: command, act, sure }) => {
  let open = null; // whose tools are shown

  const button = (label, whose, does, danger) => {
    const one = make('button', `quiet small${danger ? ' danger' : ''}`, label);
    one.type = 'button';
    one.setAttribute('aria-label', `${label}: ${whose}`);
    one.addEventListener('click', () => {
      open = null;
      act(does);
    });
    return one;
  };

  const tools = (member) => {
    const made = [];
    const { id, name } = member;
    const bot = id.startsWith('b-');
    for (const next of ['PLAYER', 'MASTER', 'WATCHER']) {
      if (id !== room.view.you && !bot && member.next !== next && room.maySet(id, next)) {
        made.push(button(`Let ${NEXT[next]}`, name, () => command('wish', { who: id, next })));
      }
    }
    if (room.host && id !== room.view.you) {
      if (!bot) {
        const muted = member.muted && Date.parse(member.muted) > Date.now();
        made.push(button(muted ? 'Let speak' : `Mute for ${MINUTES} min`, name, () =>
          command('mute', { who: id, until: muted ? null : new Date(Date.now() + MINUTES * 60_000).toISOString() })));
        if (member.seated) {
          made.push(button('Make host', name, () =>
            sure(`Make ${name} the host? They decide from then on.`) && command('handOver', { who: id })));
        }
      }
      made.push(button(bot ? 'Take away' : 'Put out', name, () =>
        (bot || sure(`Put ${name} out? They cannot come back into this room.`)) && command('kick', { who: id }), true));
    }
    return made;
  };

  const fill = (element, member, first) => {
    face(element.querySelector('.face'), member.id, member.name, room.here.has(member.id) || member.id.startsWith('b-'));
    $('people').classList.toggle('known', room.here.size > 0);
    text(element.querySelector('.name span'), member.id === room.view.you ? `${member.name} (you)` : member.name);
    const crown = element.querySelector('.host');
    crown.toggleAttribute('hidden', member.id !== room.view.host);
    text(element.querySelector('small'), words(room, member));
    const more = element.querySelector('.more');
    const box = element.querySelector('.tools');
    if (first) {
      more.addEventListener('click', () => {
        open = open === member.id ? null : member.id;
        render();
      });
    }
    const shown = open === member.id;
    mark(more, 'aria-expanded', shown);
    mark(more, 'aria-label', `More about ${member.name}`);
    const made = room.over ? [] : tools(member);
    show(more, made.length > 0);
    show(box, shown && made.length > 0);
    const same = made.map((one) => one.textContent).join() === [...box.children].map((one) => one.textContent).join();
    if (!same) box.replaceChildren(...made); // not under somebody's hands without need
  };

  const render = () => {
    list($('people'), [...room.view.members].sort(order(room)), (member) => member.id, 't-person', fill);
    text($('people-count'), room.view.members.length);
    show($('bots'), room.mayAddBots);
    const here = room.lively;
    const all = room.view.members.length;
    text($('room-here'), room.here.size > 0 ? `${here} of ${all} here` : all === 1 ? '1 person' : `${all} people`);
  };

  $('bot-add').addEventListener('click', () => act(() => command('addBot')));
  return { render };
};
