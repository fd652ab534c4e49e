// The cards of TOP10: each player has one number, nobody sees another's before it is turned over,
// and masters guess.
import { $, announce, face, list, mark, sheet, show, text } from './dom.js';
import { onCard } from './gestures.js';

const hit = (card) => {
  if (card.faceDown || card.scored === null || card.value === null) return '';
  const off = Math.abs(card.scored - card.value);
  return off === 0 ? ' exact' : off === 1 ? ' near' : ' far';
};

const lookers = (room, card) =>
  Object.entries(card.peeked ?? {}).filter(([, now]) => now).map(([who]) => room.name(who));

const words = (room, card) => {
  const whose = card.player === room.view.you ? 'Your card' : `${room.name(card.player)}’s card`;
  const state = card.faceDown
    ? card.value === null ? 'face down' : `face down; you see ${card.value}`
    : card.value === null ? 'shown' : `shows ${card.value}`;
  const guess = card.scored === null ? '' : `, guess ${card.scored}`;
  const eyes = card.faceDown && card.value === null ? lookers(room, card) : [];
  return `${whose}, ${state}${guess}${eyes.length ? `, looked at by ${eyes.join(', ')}` : ''}`;
};

// What was seen stays on the front side until it has turned away, and not longer.
const leaving = new WeakMap();
const number = (element, value) => {
  clearTimeout(leaving.get(element));
  const put = () => {
    const front = element.querySelector('.front');
    const name = value === null ? 'side front' : `side front v${value}`;
    if (front.className !== name) front.className = name;
    for (const sign of front.children) text(sign, value);
  };
  if (value === null) leaving.set(element, setTimeout(put, 280));
  else put();
};

export const top10 = ({ room, play }) => {
  const guesses = sheet('guess-sheet');
  const turned = new Set(); // cards of which is yet to be said what they show
  let guessing = null;

  const own = () => room.cards.find((card) => card.player === room.view.you) ?? null;
  const master = () => room.me?.role === 'MASTER';

  const fill = (mine) => (element, card, first, made) => {
    const slot = element.querySelector('.slot');
    const peeking = card.faceDown && card.value !== null;
    const can = !room.over && (mine || (master() && card.faceDown));
    number(element, card.value);
    const classes = `slot${card.faceDown ? '' : ' up'}${peeking ? ' peek' : ''}${can ? ' can' : ''}` +
      (slot.classList.contains('holding') ? ' holding' : '');
    const put = () => { if (slot.className !== classes) slot.className = classes; };
    // What has only just been laid down must lie there for a moment before it can turn.
    if (made && (peeking || !card.faceDown)) requestAnimationFrame(() => requestAnimationFrame(put));
    else put();
    slot.disabled = !can;
    mark(slot, 'aria-label', words(room, card));
    const guess = element.querySelector('.guess');
    show(guess, card.scored !== null);
    guess.className = `guess${hit(card)}`;
    text(guess, card.scored);
    const eyes = card.faceDown ? lookers(room, card) : [];
    show(element.querySelector('.eyes'), eyes.length > 0);
    text(element.querySelector('.eyes span'), eyes.length > 1 ? `${eyes.length} look` : mine ? 'only you' : 'looks');
    face(element.querySelector('.face'), card.player, room.name(card.player), false);
    text(element.querySelector('.who > span:last-child'), mine ? 'You' : room.name(card.player));
    if (first) {
      if (made) element.classList.add('dealt');
      if (mine) onCard(slot, { look: () => look(true), away: () => look(false), turn, toggle });
      else slot.addEventListener('click', () => ask(card.id));
    }
  };

  // --- one's own card ---
  let wanted = false;
  const look = async (on) => {
    const card = own();
    if (!card?.faceDown || wanted === on) return;
    wanted = on;
    if (!on) {
      card.value = null;
      card.peeked = { ...card.peeked, [room.view.you]: false };
      render();
    }
    if (!(await play([{ kind: 'peek', target: card.id, value: String(on) }])) && on) wanted = false;
  };
  const toggle = () => look(!(own()?.faceDown && own()?.value !== null));
  const turn = async () => {
    const card = own();
    if (!card) return;
    wanted = false;
    await play([{ kind: 'flip', target: card.id, value: String(!card.faceDown) }]);
  };
  $('peek').addEventListener('click', toggle);
  $('reveal').addEventListener('click', turn);

  // --- a master's guess ---
  const ask = (id) => {
    const card = room.cards.find((one) => one.id === id);
    if (!card || !master() || !card.faceDown) return;
    guessing = id;
    text($('guess-title'), `Which number has ${room.name(card.player)}?`);
    press();
    guesses.showModal();
  };
  const press = () => {
    const card = room.cards.find((one) => one.id === guessing);
    for (const button of guesses.querySelectorAll('[data-value]')) {
      mark(button, 'aria-pressed', card?.scored === Number(button.dataset.value));
    }
  };
  guesses.addEventListener('click', (event) => {
    const button = event.target.closest('[data-value]');
    if (!button) return;
    const card = room.cards.find((one) => one.id === guessing);
    const value = card?.scored === Number(button.dataset.value) ? '' : button.dataset.value;
    guesses.close();
    play([{ kind: 'score', target: guessing, value }]);
  });

  const hint = (card) => {
    if (room.over) return '';
    if (master()) {
      const open = room.cards.filter((one) => one.faceDown && one.scored === null).length;
      if (!room.cards.some((one) => one.faceDown)) return 'All cards are on the table.';
      return open === 0 ? 'You have guessed them all.' : `You guess. Touch a card and say its number: ${open} to go.`;
    }
    if (!card) return 'You watch this round.';
    if (!card.faceDown) return 'Everybody sees your number.';
    return card.value !== null
      ? 'Only you see it. Now answer the topic so that it fits: 1 is the least, 10 the most.'
      : 'Hold your card to look below it. Tap it twice to show it to everybody.';
  };

  // What a card shows is in the view that follows the event, and in no event.
  const say = () => {
    const shown = room.cards.filter((one) => turned.has(one.id) && !one.faceDown && one.value !== null);
    for (const one of shown) turned.delete(one.id);
    if (shown.length) announce(shown.map((one) => `${room.name(one.player)} shows ${one.value}.`).join(' '));
  };

  const render = () => {
    const card = own();
    say();
    const others = room.cards.filter((one) => one !== card);
    show($('cards'), others.length > 0);
    list($('cards'), others, (one) => one.id, 't-seat', fill(false));
    list($('own'), card ? [card] : [], (one) => one.id, 't-seat', fill(true));
    show($('own'), card !== null);
    show($('hand'), room.view.round !== null);
    show($('own-tools'), card !== null && !room.over);
    text($('own-hint'), hint(card));
    if (card) {
      const peeking = card.faceDown && card.value !== null;
      if (!peeking && !card.faceDown) wanted = false;
      mark($('peek'), 'aria-pressed', peeking);
      text($('peek').querySelector('span'), peeking ? 'Look away' : 'Look at it');
      show($('peek'), card.faceDown);
      text($('reveal').querySelector('span'), card.faceDown ? 'Show to all' : 'Hide it again');
      $('reveal').classList.toggle('quiet', !card.faceDown);
    }
    if (guesses.open) {
      if (!room.cards.some((one) => one.id === guessing && one.faceDown)) guesses.close();
      else press();
    }
  };

  const empty = () => {
    list($('cards'), [], String, 't-seat', () => {});
    list($('own'), [], String, 't-seat', () => {});
    show($('cards'), false);
    show($('hand'), false);
    if (guesses.open) guesses.close();
    turned.clear();
    wanted = false;
  };

  const tell = (event) => {
    const d = event.data;
    const by = room.name(event.by);
    const card = room.cards.find((one) => one.id === d.card);
    const whose = card ? room.name(card.player) : '';
    if (d.what === 'flip' && d.face_down === 'false') turned.add(d.card);
    else if (d.what === 'flip') {
      turned.delete(d.card);
      announce(`${whose} hides the card again.`);
    } else if (d.what === 'score') announce(d.scored ? `${by} guesses ${d.scored} for ${whose}.` : `${by} takes the guess for ${whose} back.`);
  };

  return { name: 'top10', render, empty, tell };
};
