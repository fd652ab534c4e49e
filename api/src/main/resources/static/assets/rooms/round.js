// The round: its topic, its clock, how it begins and ends, and what was before it.
import { $, face, list, make, mark, show, text } from './dom.js';

const WHY = {
  expired: 'Time is up', finished: 'Ended early', replaced: 'The next round began', played: 'All cards are on the table',
};

export const round = ({ room, order, act, sure }) => {
  let opened = false; // the form of the next round, while one is under way

  const topic = () => {
    const now = room.view.round;
    show($('topic-box'), now !== null);
    if (!now) return;
    text($('topic-what'), `Round ${now.number}`);
    text($('topic'), room.topic(now.topic));
  };

  const after = () => {
    const last = room.view.past?.[0];
    const shown = !room.view.round && last;
    show($('after'), shown);
    if (!shown) return;
    text($('after-what'), `Round ${last.number} · ${WHY[last.why] ?? 'Over'}`);
    text($('after-topic'), room.topic(last.topic));
    const points = Object.entries(last.points ?? {}).sort(([, x], [, y]) => y - x);
    list($('after-lines'), points.map(([id, sum]) => ({ id, sum })), (one) => `${last.id} ${one.id}`, () => {
      const line = make('li');
      const who = make('span', 'who');
      who.append(make('span', 'face small'), make('span'));
      line.append(who, make('b'));
      return line;
    }, (element, one) => {
      face(element.querySelector('.face'), one.id, room.name(one.id), false);
      text(element.querySelector('.who > span:last-child'), room.name(one.id));
      text(element.querySelector('b'), one.sum === 1 ? '1 point' : `${one.sum} points`);
    });
  };

  const begin = () => {
    const now = room.view.round;
    if (!now) opened = false;
    const may = room.mayStart;
    const wait = room.notYet;
    show($('begin'), !room.over && (!now || opened));
    show($('begin-code'), !now && room.view.rounds === 0);
    show($('deck'), !now && room.view.rounds > 0 && !room.view.past?.length);
    const host = room.view.host === null ? null : room.name(room.view.host);
    text($('begin-why'),
      may ? wait || (now ? 'The round that is under way ends when the next one begins.'
        : 'Everybody here? A topic of your own, or a surprise.')
        : wait ? `${wait} Show them the code at the top.`
          : room.view.settings.starts === 'HOST' ? `${host ?? 'The host'} starts the next round.` : 'Who plays may start the next round.');
    show($('start'), may && (!now || opened));
    $('start-button').disabled = wait !== '';
    $('start-topic').parentElement.hidden = room.view.game !== 'top10';
    text($('start-button'), room.view.rounds > 0 ? 'Start the next round' : 'Start the round');
    show($('foot'), may && now !== null && !opened);
  };

  const role = () => {
    const me = room.me;
    show($('next-role'), me !== null && !room.over);
    if (!me) return;
    show($('role-master'), room.view.game === 'top10');
    for (const input of document.getElementsByName('next')) {
      input.checked = input.value === me.next;
      input.disabled = me.next !== input.value && !room.maySet(me.id, input.value);
    }
    const guess = room.view.game === 'top10' && me.next !== 'MASTER' && !room.maySet(me.id, 'MASTER');
    text($('next-role-hint'), guess ? 'from the next round on; the host says who guesses' : 'from the next round on');
  };

  const tick = () => {
    const now = room.view.round;
    show($('clock'), now !== null && !room.over);
    if (!now) return;
    const ends = Date.parse(now.endsAt);
    const all = ends - Date.parse(now.startedAt);
    const left = Math.max(0, ends - Date.now());
    const seconds = Math.ceil(left / 1000);
    const h = Math.floor(seconds / 3600);
    const clock = [Math.floor((seconds % 3600) / 60), seconds % 60].map((part) => String(part).padStart(2, '0')).join(':');
    text($('clock-left'), h > 0 ? `${h}:${clock}` : clock);
    $('clock').classList.toggle('soon', seconds <= 60);
    mark($('clock').querySelector('.left'), 'stroke-dasharray', `${(100 * left / all).toFixed(1)} 100`);
  };

  const render = () => {
    text($('room-name'), room.view.name);
    text($('room-game'), room.game().name);
    topic();
    after();
    begin();
    role();
    tick();
  };

  $('start').addEventListener('submit', (event) => {
    event.preventDefault();
    const typed = $('start-topic').value.trim();
    act(async () => {
      await order('start', { topic: typed === '' ? null : typed });
      $('start-topic').value = '';
      opened = false;
    });
  });
  $('again').addEventListener('click', () => {
    opened = true;
    begin();
    $(room.view.game === 'top10' ? 'start-topic' : 'start-button').focus();
  });
  $('finish').addEventListener('click', () =>
    act(() => sure('End this round for everybody?') && order('finish')));
  for (const input of document.getElementsByName('next')) {
    input.addEventListener('change', () =>
      act(() => order('wish', { who: room.view.you, next: input.value })).finally(role));
  }
  setInterval(tick, 500);
  return { render };
};
