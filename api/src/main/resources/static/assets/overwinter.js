// What the pages cannot do by themselves: times that go on, live parts, copying. Everything else
// works without this file.
(() => {
  'use strict';

  const words = (seconds) => {
    const s = Math.max(0, Math.floor(seconds));
    if (s < 60) return `${s} s`;
    if (s < 3600) return `${Math.floor(s / 60)} min` + (s < 300 && s % 60 ? ` ${s % 60} s` : '');
    if (s < 86400) {
      const m = Math.floor((s % 3600) / 60);
      return `${Math.floor(s / 3600)} h` + (m ? ` ${m} min` : '');
    }
    const h = Math.floor((s % 86400) / 3600);
    return `${Math.floor(s / 86400)} d` + (h ? ` ${h} h` : '');
  };

  const clock = new Intl.DateTimeFormat(undefined, {
    hour: '2-digit', minute: '2-digit', second: '2-digit', hour12: false,
  });
  const day = new Intl.DateTimeFormat(undefined, { dateStyle: 'medium', timeStyle: 'medium' });

  const tick = () => {
    const now = Date.now();
    for (const time of document.querySelectorAll('time[data-for]')) {
      time.textContent = words((now - Date.parse(time.dateTime)) / 1000);
    }
    for (const time of document.querySelectorAll('time[data-in]')) {
      time.textContent = words((Date.parse(time.dateTime) - now) / 1000);
    }
  };

  const localise = (root) => {
    for (const time of root.querySelectorAll('time[data-at]')) {
      time.textContent = day.format(new Date(time.dateTime));
    }
    for (const time of root.querySelectorAll('time[data-clock]')) {
      time.textContent = clock.format(new Date(time.dateTime));
    }
    tick();
  };

  // --- copying ---
  document.addEventListener('click', async (event) => {
    const button = event.target.closest('[data-copy]');
    if (!button) return;
    const text = button.dataset.copy;
    try {
      await navigator.clipboard.writeText(text);
    } catch {
      // Not allowed outside https: select it instead, so that Ctrl-C does.
      getSelection().selectAllChildren(button);
      return;
    }
    button.classList.add('copied');
    setTimeout(() => button.classList.remove('copied'), 1500);
  });

  // --- forms ---
  document.addEventListener('submit', (event) => {
    const form = event.target;
    if (form.dataset.confirm && !confirm(form.dataset.confirm)) {
      event.preventDefault();
      return;
    }
    // Those that stay on their page may be sent again.
    if (form.hasAttribute('hx-post')) return;
    const button = form.querySelector('button:not([type=button])');
    if (!button) return;
    // After the browser has read the form.
    setTimeout(() => {
      button.disabled = true;
      if (form.dataset.busy) button.textContent = form.dataset.busy;
    });
  });
  addEventListener('pageshow', (event) => {
    if (event.persisted) location.reload();
  });
  document.addEventListener('click', (event) => {
    for (const menu of document.querySelectorAll('details.menu[open]')) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });

  // --- the settings of the chosen game ---
  const choices = document.querySelectorAll('input[name=game_image_id]');
  const choose = () => {
    const chosen = document.querySelector('input[name=game_image_id]:checked')?.value;
    for (const settings of document.querySelectorAll('[data-game]')) {
      // Disabled as well: what is not shown is not sent.
      settings.hidden = settings.disabled = settings.dataset.game !== chosen;
    }
  };
  choices.forEach((choice) => choice.addEventListener('change', choose));
  if (choices.length) choose();

  // --- the log ---
  const MOST_LINES = 1000;
  // As the server's page leaves it out: the time is shown already, in the reader's own zone.
  const STAMP = /^(\[\d\d:\d\d:\d\d\]|\d\d:\d\d:\d\d) /;
  const addLine = (line) => {
    const log = document.getElementById('log');
    if (!log) return;
    const follows = log.scrollHeight - log.scrollTop - log.clientHeight < 40;
    const item = document.createElement('li');
    const time = document.createElement('time');
    time.dateTime = line.at;
    time.textContent = clock.format(new Date(line.at));
    item.append(time);
    if (line.by) {
      const by = document.createElement('b');
      by.textContent = line.by;
      item.append(by);
    }
    item.className = ['printed', 'typed', 'answered'].find((voice) => voice === line.voice) ?? '';
    const text = document.createElement('span');
    text.textContent = line.text.replace(STAMP, '');
    item.append(text);
    log.append(item);
    while (log.childElementCount > MOST_LINES) log.firstElementChild.remove();
    document.getElementById('log-empty')?.setAttribute('hidden', '');
    if (follows) log.scrollTop = log.scrollHeight;
  };

  // --- what is said to a game ---
  const say = document.getElementById('say');
  if (say) {
    const input = document.getElementById('say-line');
    const typed = [];
    let at = 0;
    let draft = '';
    say.addEventListener('htmx:beforeRequest', () => {
      if (input.value !== typed.at(-1)) typed.push(input.value);
      at = typed.length;
      input.value = draft = '';
    });
    input.addEventListener('keydown', (event) => {
      const step = { ArrowUp: -1, ArrowDown: 1 }[event.key];
      const next = at + step;
      if (!step || next < 0 || next > typed.length) return;
      event.preventDefault();
      if (at === typed.length) draft = input.value;
      at = next;
      input.value = typed[at] ?? draft;
      input.setSelectionRange(input.value.length, input.value.length);
    });
  }

  // --- live parts ---
  const refresh = (element) => element && window.htmx && htmx.trigger(element, 'changed');
  const soon = new Map();
  const refreshSoon = (id) => {
    if (soon.has(id)) return;
    soon.set(id, setTimeout(() => {
      soon.delete(id);
      refresh(document.getElementById(id));
    }, 120));
  };

  const live = (page) => {
    let stream = null;
    let first = true;
    const url = new URL(page.dataset.stream, location.href);
    const offline = document.getElementById('offline');

    const open = () => {
      if (stream || document.hidden) return;
      stream = new EventSource(url);
      stream.onopen = () => { offline.hidden = true; };
      stream.onerror = () => {
        offline.hidden = false;
        // A stream that was refused is not tried again by the browser.
        if (stream && stream.readyState === EventSource.CLOSED) {
          stream = null;
          setTimeout(open, 3000);
        }
      };
      stream.addEventListener('server', (event) => {
        const server = JSON.parse(event.data);
        const seen = server.revision + server.certainty[0];
        const panel = document.getElementById('panel');
        const shown = panel ?? document.getElementById(`server-${server.id}`);
        if (!shown) refreshSoon('grid');
        else if (shown.dataset.seen !== seen) {
          (panel ? ['panel', 'timeline', 'plots'] : [shown.id]).forEach(refreshSoon);
        }
      });
      stream.addEventListener('session', () => refreshSoon('grid'));
      stream.addEventListener('gone', () => {
        if (document.getElementById('panel')) location.assign('/servers');
        else refreshSoon('grid');
      });
      stream.addEventListener('all', () => {
        if (!first) refreshSoon('grid');
        first = false;
      });
      stream.addEventListener('line', (event) => {
        url.searchParams.set('after', event.lastEventId);
        addLine(JSON.parse(event.data));
      });
    };

    // A hidden page gives its connection back: browsers allow six per host.
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) {
        stream?.close();
        stream = null;
      } else {
        open();
      }
    });
    addEventListener('pagehide', () => { stream?.close(); stream = null; });
    open();
  };

  document.addEventListener('htmx:afterSwap', () => localise(document));
  localise(document);
  setInterval(tick, 1000);
  const log = document.getElementById('log');
  if (log) log.scrollTop = log.scrollHeight;
  const page = document.querySelector('[data-stream]');
  if (page) live(page);
})();
