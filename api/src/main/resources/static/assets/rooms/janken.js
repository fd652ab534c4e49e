// Rock, paper, scissors: who meets whom, what is thrown, and how long somebody still may.
import { $, announce, icon, list, make, show, text } from './dom.js';

const HANDS = ['rock', 'paper', 'scissors'];
const WORDS = { rock: 'Rock', paper: 'Paper', scissors: 'Scissors' };

export const janken = ({ room, play }) => {
  const box = $('game');
  const waves = make('div', 'duels');
  const own = make('div', 'own-side');
  const hint = make('p', 'hint');
  const throws = make('div', 'throws');
  throws.setAttribute('role', 'group');
  throws.setAttribute('aria-label', 'Your throw');
  for (const hand of HANDS) {
    const button = make('button', 'quiet');
    button.type = 'button';
    button.append(icon(hand), make('span', '', WORDS[hand]));
    button.addEventListener('click', () => throwNow(hand));
    throws.append(button);
  }
  own.append(throws, hint);
  box.append(own, waves);

  const duels = () => (room.view.round?.table.game === 'janken' ? room.view.round.table.duels : []);
  const mine = () => duels().find((duel) =>
    duel.winner === null && (duel.one === room.view.you || duel.two === room.view.you)) ?? null;
  const thrown = (duel) => (duel.one === room.view.you ? duel.oneThrew : duel.twoThrew);
  const other = (duel) => room.name(duel.one === room.view.you ? duel.two : duel.one);

  const throwNow = (hand) => {
    const duel = mine();
    if (duel && !thrown(duel)) play([{ kind: 'throw', target: duel.id, value: hand }]);
  };

  const side = (element, duel, who, threw, hand) => {
    element.className = duel.winner === null ? '' : duel.winner === who ? 'won' : 'lost';
    const sign = element.querySelector('.throw');
    const bye = duel.two === null;
    const shown = hand ?? (threw ? 'thrown' : bye ? 'bye' : '');
    sign.classList.toggle('thrown', threw);
    if (sign.dataset.hand !== shown) {
      sign.dataset.hand = shown;
      sign.replaceChildren(...(hand ? [icon(hand)] : [threw ? '✓' : bye ? '★' : '…']));
    }
    text(element.querySelector('.name'), who === room.view.you ? 'You' : room.name(who));
    text(element.querySelector('.unseen'),
      hand ? `threw ${hand}` : threw ? 'has thrown' : duel.winner === null ? 'has not thrown yet' : 'did not throw');
  };

  const meeting = () => {
    const element = make('li', 'duel');
    for (const part of ['one', 'versus', 'two']) {
      const half = make('div', part === 'versus' ? 'versus' : '', part === 'versus' ? 'vs' : undefined);
      if (part !== 'versus') {
        const sign = make('span', 'throw');
        sign.setAttribute('aria-hidden', 'true');
        half.append(sign, make('span', 'name'), make('span', 'unseen'));
      }
      element.append(half);
    }
    return element;
  };

  const fill = (element, duel) => {
    const [one, versus, two] = element.children;
    element.classList.toggle('mine', duel === mine());
    side(one, duel, duel.one, duel.oneThrew, duel.ones);
    show(versus, duel.two !== null);
    show(two, duel.two !== null);
    if (duel.two !== null) side(two, duel, duel.two, duel.twoThrew, duel.twos);
    else text(one.querySelector('.unseen'), 'goes on without a duel');
  };

  const wave = () => {
    const section = make('div');
    section.append(make('h3'), make('ul', 'bare'));
    return section;
  };

  const words = () => {
    const duel = mine();
    if (!duel) {
      const played = duels().some((one) => one.one === room.view.you || one.two === room.view.you);
      return played ? 'You wait for the others.' : 'You watch this tournament.';
    }
    const left = duel.endsAt ? Math.max(0, Math.ceil((Date.parse(duel.endsAt) - Date.now()) / 1000)) : 0;
    if (thrown(duel)) return `Thrown. ${other(duel)} has ${left} s.`;
    const again = duel.tied ? `Both threw ${duel.tied}: again! ` : '';
    return `${again}You against ${other(duel)}: ${left} s.`;
  };

  const tick = () => {
    if (!box.hidden) text(hint, words());
  };

  const render = () => {
    const all = duels();
    show(box, true);
    const byWave = [...new Set(all.map((duel) => duel.wave))].sort((a, b) => b - a);
    list(waves, byWave, (number) => number, wave, (section, number) => {
      const here = all.filter((duel) => duel.wave === number);
      text(section.firstElementChild, here.length === 1 && here[0].two !== null ? 'Final' : `Wave ${number}`);
      list(section.lastElementChild, here, (duel) => duel.id, meeting, fill);
    });
    const duel = mine();
    show(throws, duel !== null && !thrown(duel) && !room.over);
    tick();
  };

  const empty = () => show(box, false);

  const tell = (event) => {
    const d = event.data;
    if (d.what === 'tied') announce(`Both threw ${d.hand}: again.`);
    else if (d.what === 'won') announce(`${room.name(d.winner)} goes on.`);
    else if (d.what === 'wave') announce(`Wave ${d.wave} begins.`);
  };

  setInterval(tick, 500);
  return { name: 'janken', render, empty, tell };
};
