// Where the others point on the table. Only mice have a pointer; it is told ten times a second at
// most and kept nowhere.
import { $, colour, make } from './dom.js';

const EVERY = 100;
const GONE = 4000;

export const cursors = ({ room, whisper }) => {
  const table = $('table');
  const shown = new Map();
  let told = 0;

  table.addEventListener('pointermove', (event) => {
    if (event.pointerType !== 'mouse' || Date.now() - told < EVERY || room.lively < 2) return;
    told = Date.now();
    const box = table.getBoundingClientRect();
    const x = (100 * (event.clientX - box.left)) / box.width;
    const y = (100 * (event.clientY - box.top)) / box.height;
    whisper('cursor', { x: Number(x.toFixed(3)), y: Number(y.toFixed(3)) });
  });

  const move = (member, x, y) => {
    if (member === room.view.you || !(x >= 0 && x <= 100 && y >= 0 && y <= 100)) return;
    let one = shown.get(member);
    if (!one) {
      one = make('div', `cursor face-${colour(member)}`);
      one.setAttribute('aria-hidden', 'true');
      one.append(make('span', '', room.name(member)));
      shown.set(member, one);
      table.append(one);
    }
    const box = table.getBoundingClientRect();
    one.style.translate = `${(x * box.width) / 100}px ${(y * box.height) / 100}px`;
    clearTimeout(one.gone);
    one.gone = setTimeout(() => {
      one.remove();
      shown.delete(member);
    }, GONE);
  };
  return { move };
};
