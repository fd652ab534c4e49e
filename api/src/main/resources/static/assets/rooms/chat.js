// What is said, and what has happened in between.
import { $, announce, face, icon, list, make, mark, sheet, show, text } from './dom.js';

const MOST = 300;
const TYPING_EVERY = 2500;
const clock = new Intl.DateTimeFormat(undefined, { hour: '2-digit', minute: '2-digit', hour12: false });

export const chat = ({ room, order, whisper, act, older, visible }) => {
  const lines = new Map(); // by key, in the order of seq
  const reactions = sheet('react-sheet');
  let reacting = null;
  let unread = 0;

  const sorted = () => [...lines.values()].sort((one, other) => one.seq - other.seq);

  const put = (message) => {
    lines.set(message.id, { ...message, key: message.id });
    for (const line of sorted().slice(0, Math.max(0, lines.size - MOST))) lines.delete(line.key);
  };

  const note = (event, words) => {
    lines.set(`e${event.seq}`, { key: `e${event.seq}`, seq: event.seq, event: words });
  };

  const react = (message, emoji, add) => act(() => order('react', { message, emoji, add }));

  const line = (one) => {
    if (one.event) return make('p', 'event');
    const said = make('div', 'said');
    const by = make('p', 'by');
    by.append(make('span'), make('time'));
    const body = make('div');
    const marks = make('div', 'marks');
    body.append(by, make('p', 'text'), marks);
    said.append(make('span', 'face'), body);
    said.querySelector('.face').setAttribute('aria-hidden', 'true');
    return said;
  };

  const fillMarks = (marks, one) => {
    const kinds = Object.entries(one.reactions ?? {}).filter(([, who]) => who.length > 0);
    list(marks, [...kinds.map(([emoji, who]) => ({ emoji, who })), { more: true }], (each) => each.emoji ?? 'more', (each) => {
      const button = make('button', each.more ? 'react' : 'mark');
      button.type = 'button';
      if (each.more) {
        button.append(icon('smile'));
        button.addEventListener('click', () => {
          reacting = one.id;
          reactions.showModal();
        });
      } else {
        button.append(make('span'), make('span'));
        button.addEventListener('click', () =>
          react(one.id, each.emoji, button.getAttribute('aria-pressed') !== 'true'));
      }
      return button;
    }, (button, each) => {
      if (each.more) {
        mark(button, 'aria-label', `React to what ${room.name(one.author)} said`);
        show(button, room.me && !room.over);
        return;
      }
      text(button.children[0], each.emoji);
      text(button.children[1], each.who.length);
      mark(button, 'aria-pressed', each.who.includes(room.view.you));
      mark(button, 'aria-label', `${each.emoji} by ${each.who.map((who) => room.name(who)).join(', ')}`);
      button.disabled = !room.me || room.over;
    });
  };

  const render = () => {
    const box = $('talk');
    const low = box.scrollHeight - box.scrollTop - box.clientHeight < 60;
    const all = sorted();
    const none = $('no-talk');
    if (all.length && none) none.remove();
    let before = null;
    const shown = all.map((one) => {
      const follows = before && !before.event && !one.event && before.author === one.author &&
        Date.parse(one.at) - Date.parse(before.at) < 180_000;
      before = one;
      return { ...one, follows };
    });
    if (all.length) {
      list(box, shown, (one) => one.key, line, (element, one) => {
        if (one.event) {
          text(element, one.event);
          return;
        }
        element.classList.toggle('follows', Boolean(one.follows));
        const name = room.name(one.author);
        face(element.querySelector('.face'), one.author, name, false);
        text(element.querySelector('.by span'), name);
        const time = element.querySelector('time');
        mark(time, 'datetime', one.at);
        text(time, clock.format(new Date(one.at)));
        text(element.querySelector('.text'), one.body);
        fillMarks(element.querySelector('.marks'), one);
      });
    }
    if (low) box.scrollTop = box.scrollHeight;
    show($('say'), room.me && !room.over);
    const until = room.muted;
    $('say-text').disabled = Boolean(until);
    $('say-text').placeholder = until ? `Muted until ${clock.format(new Date(until))}` : 'Say something';
    const writers = [...room.writing.entries()].filter(([who, at]) => at > Date.now() && who !== room.view.you).map(([who]) => room.name(who));
    text($('writing'), writers.length === 0 ? '' : writers.length > 2 ? 'Several people are writing…' : `${writers.join(' and ')} ${writers.length > 1 ? 'are' : 'is'} writing…`);
    show($('unread'), unread > 0);
    text($('unread'), unread > 9 ? '9+' : unread);
  };

  const seen = () => {
    unread = 0;
    render();
    $('talk').scrollTop = $('talk').scrollHeight;
  };

  const said = (message) => {
    if (lines.has(message.id)) return;
    put(message);
    room.writing.delete(message.author);
    if (message.author !== room.view.you) {
      announce(`${room.name(message.author)}: ${message.body}`);
      if (!visible()) unread += 1;
    }
  };

  const reacted = ({ message, emoji, member, action }, whole) => {
    if (whole) {
      put(whole);
      return;
    }
    const one = lines.get(message);
    if (!one) return;
    const who = new Set(one.reactions?.[emoji] ?? []);
    if (action === 'remove') who.delete(member);
    else who.add(member);
    one.reactions = { ...one.reactions, [emoji]: [...who] };
  };

  // --- writing ---
  let whispered = 0;
  const field = $('say-text');
  field.addEventListener('input', () => {
    if (Date.now() - whispered > TYPING_EVERY && field.value.trim() !== '') {
      whispered = Date.now();
      whisper('typing');
    }
  });
  field.addEventListener('keydown', (event) => {
    if (event.key === 'Enter' && !event.shiftKey && !event.isComposing) {
      event.preventDefault();
      $('say').requestSubmit();
    }
  });
  $('say').addEventListener('submit', (event) => {
    event.preventDefault();
    const body = field.value.trim();
    if (body === '') return;
    field.value = '';
    whispered = 0;
    act(() => order('say', { body })).then((went) => {
      if (!went && field.value === '') field.value = body; // nothing that was written is lost
    });
  });
  reactions.addEventListener('click', (event) => {
    const button = event.target.closest('.emojis button');
    if (!button) return;
    reactions.close();
    react(reacting, button.textContent, true);
  });
  $('react-own').addEventListener('submit', (event) => {
    event.preventDefault();
    const field = event.target.querySelector('input');
    const emoji = field.value.trim();
    field.value = '';
    reactions.close();
    if (emoji !== '') react(reacting, emoji, true);
  });

  // --- what was before ---
  let asking = false;
  let first = false;
  $('talk').addEventListener('scroll', async () => {
    const box = $('talk');
    const oldest = sorted().find((one) => !one.event);
    if (box.scrollTop > 80 || asking || first || !oldest || lines.size >= MOST) return;
    asking = true;
    const page = await older(oldest.seq);
    const height = box.scrollHeight;
    first = page.length === 0;
    page.forEach(put);
    render();
    box.scrollTop += box.scrollHeight - height;
    asking = false;
  });
  setInterval(() => {
    if (room.writing.size > 0) render();
  }, 1000);

  return { render, put, said, reacted, note, seen };
};
