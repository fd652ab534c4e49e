// How others come in.
import { $, copy, sheet, show, text } from './dom.js';

export const share = ({ room, page, post, act }) => {
  const dialog = sheet('share-sheet');
  const link = () => new URL(page, location.href).href;

  $('share-open').addEventListener('click', () => {
    const image = dialog.querySelector('img');
    if (!image.src) image.src = `${image.dataset.src}`;
    show($('share-native'), typeof navigator.share === 'function');
    show($('invites'), room.host && !room.over);
    dialog.showModal();
  });
  $('share-copy').addEventListener('click', () => copy(link()));
  $('share-native').addEventListener('click', () =>
    navigator.share({ title: room.view.name, url: link() }).catch(() => {}));
  $('invite-make').addEventListener('click', () =>
    act(async () => {
      const made = await post('/invites', { uses: 1 });
      const url = new URL(link());
      url.searchParams.set('invite', made.code);
      text($('invite-link'), url.href);
      show($('invite-link'), true);
      await copy(url.href);
    }));
};
