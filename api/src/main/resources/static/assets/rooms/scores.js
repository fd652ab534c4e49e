// Points of all rounds, and what happened in those that are over.
import { $, face, list, make, show, text } from './dom.js';

const WHY = {
  expired: 'its time was up', finished: 'ended early', replaced: 'the next one began', played: 'played to the end',
};

export const scores = ({ room }) => {
  const made = (round) => {
    const details = make('details');
    const summary = make('summary', '', room.topic(round.topic));
    summary.append(make('small', '', `Round ${round.number} · ${WHY[round.why] ?? round.why}`));
    const lines = make('ul', 'bare');
    const points = Object.entries(round.points ?? {}).map(([who, sum]) => `${room.name(who)}: ${sum}`);
    for (const line of [...round.lines, ...points]) lines.append(make('li', '', line));
    if (!lines.childElementCount) lines.append(make('li', '', 'Nothing counted.'));
    details.append(summary, lines);
    return details;
  };

  const render = () => {
    const totals = Object.entries(room.view.totals ?? {}).sort(([a, x], [b, y]) => y - x || room.name(a).localeCompare(room.name(b)));
    show($('totals-none'), totals.length === 0);
    let place = 0;
    let before = null;
    list($('totals'), totals.map(([id, points], nth) => {
      if (points !== before) place = nth + 1;
      before = points;
      return { id, points, place };
    }), (total) => total.id, 't-total', (element, total) => {
      text(element.querySelector('.place'), total.place);
      face(element.querySelector('.face'), total.id, room.name(total.id), false);
      text(element.children[2], total.id === room.view.you ? `${room.name(total.id)} (you)` : room.name(total.id));
      text(element.querySelector('b'), total.points);
    });
    list($('past'), room.view.past ?? [], (round) => round.id, made, () => {});
  };
  return { render };
};
