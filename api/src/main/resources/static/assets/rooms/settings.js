// What a room was told about itself; only its host changes it.
import { $, make, sheet, show, text, toast } from './dom.js';
import { seconds } from './state.js';

export const settings = ({ room, order, act, sure }) => {
  const dialog = sheet('settings-sheet');
  const form = $('settings');
  const field = (name) => form.elements.namedItem(name);

  for (const game of room.games) {
    const option = make('option', '', game.name);
    option.value = game.key;
    field('game').append(option);
  }

  $('settings-open').addEventListener('click', () => {
    const { view } = room;
    const now = view.settings;
    const host = room.host && !room.over;
    show(form, host);
    show($('closing'), host);
    text($('settings-told'), host || room.over ? '' : `${view.host ? room.name(view.host) : 'The host'} can change this room.`);
    field('name').value = view.name;
    field('game').value = view.game;
    for (const name of ['starts', 'roles', 'joinAs', 'fewest']) field(name).value = now[name];
    field('roundLasts').value = Math.max(1, Math.round(seconds(now.roundLasts) / 60));
    field('turnLasts').value = seconds(now.turnLasts);
    for (const name of ['watchersPeek', 'locked']) field(name).checked = now[name];
    dialog.showModal();
  });

  form.addEventListener('submit', (event) => {
    event.preventDefault();
    const minutes = Number(field('roundLasts').value);
    const before = room.view.settings;
    dialog.close();
    act(async () => {
      await order('configure', {
        name: field('name').value.trim(),
        game: field('game').value,
        settings: {
          starts: field('starts').value,
          roles: field('roles').value,
          join_as: field('joinAs').value,
          watchers_peek: field('watchersPeek').checked,
          fewest: Number(field('fewest').value),
          // Minutes are rounded when they are shown; what was not changed stays to the second.
          round_seconds: minutes === Math.max(1, Math.round(seconds(before.roundLasts) / 60))
            ? seconds(before.roundLasts) : minutes * 60,
          turn_seconds: Number(field('turnLasts').value),
          locked: field('locked').checked,
        },
      });
      toast('Saved.');
    });
  });

  $('close-room').addEventListener('click', () => {
    if (!sure('Close this room for everybody, for good?')) return;
    dialog.close();
    act(() => order('close'));
  });
};
