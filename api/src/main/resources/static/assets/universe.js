// The pages of the universe between two answers of the server: resources that grow, bars that move,
// parts that are read again when something has happened. Without this file every page still shows
// what was true when it was sent, and every form works.
(() => {
  'use strict';
  document.documentElement.classList.add('scripted');

  // --- resources: amount + rate x time in whole micro-units, as the rules of the server count ---
  const MICROS = 1000000n;
  const HOUR = 3600000n;
  const since = new WeakMap();
  const format = new Intl.NumberFormat('en-US');
  const floor = (a, b) => (a >= 0n || a % b === 0n ? a / b : a / b - 1n);

  // What came with the page is as old as the page's first byte, however long the rest took.
  let came = performance.getEntriesByType('navigation')[0]?.responseStart ?? 0;
  const now = (element) => {
    if (!since.has(element)) since.set(element, came ?? performance.now());
    const passed = BigInt(Math.round(performance.now() - since.get(element)));
    const { micros, rest, rate, room } = element.dataset;
    const at = BigInt(micros);
    const gained = floor(BigInt(rate) * passed + BigInt(rest), HOUR);
    let amount = at + gained;
    const most = BigInt(room);
    // Production stops at the end of the store; what was brought from elsewhere stays.
    if (gained > 0n && most >= 0n && amount > most) amount = at > most ? at : most;
    return amount > 0n ? amount : 0n;
  };

  const count = () => {
    for (const element of document.querySelectorAll('[data-count]')) {
      const amount = now(element);
      const text = format.format(amount / MICROS);
      if (element.textContent !== text) element.textContent = text;
      const fill = document.querySelector(`[data-fill="${element.dataset.count}"]`);
      if (fill && BigInt(element.dataset.room) >= 0n) fill.value = Number(amount);
    }
  };

  // --- what is under way ---
  const move = () => {
    for (const bar of document.querySelectorAll('progress[data-from]')) {
      const from = Date.parse(bar.dataset.from);
      const until = Date.parse(bar.dataset.until);
      bar.value = until > from ? Math.min(1000, Math.max(0, 1000 * (Date.now() - from) / (until - from))) : 1000;
    }
  };

  // --- reading again ---
  // A part that somebody is just filling in is left alone until they are done.
  const busy = (part) =>
    [...part.querySelectorAll('input, textarea, select')].some((field) =>
      field === document.activeElement ||
      (field.type !== 'hidden' && field.defaultValue !== undefined && field.type !== 'radio' &&
        field.type !== 'checkbox' && field.value !== field.defaultValue));

  let waiting = null;
  let again = 0;
  const refresh = () => {
    const pulse = document.getElementById('pulse');
    if (!pulse || !window.htmx || document.hidden) return;
    const parts = [...document.querySelectorAll('[data-live][id]')].filter((part) => !busy(part));
    if (!parts.length) return;
    pulse.setAttribute('hx-select-oob', parts.map((part) => part.id).join(','));
    again = Date.now();
    htmx.ajax('GET', location.pathname + location.search, { source: pulse, target: pulse, swap: 'none' });
  };
  const soon = (millis) => {
    clearTimeout(waiting);
    waiting = setTimeout(refresh, millis);
  };

  // What is due has happened by the rules, whether or not anybody has told us yet. Once for each.
  const done = new Set();
  const due = () => {
    for (const time of document.querySelectorAll('time[data-due]')) {
      if (Date.parse(time.dateTime) <= Date.now() - 300 && !done.has(time.dateTime)) {
        done.add(time.dateTime);
        soon(400);
      }
    }
  };

  const follow = (url) => {
    let stream = null;
    let seen = null;
    const offline = document.getElementById('offline');
    const look = (event) => {
      if (seen !== null && seen !== event.data) soon(150);
      seen = event.data;
    };
    const open = () => {
      if (stream || document.hidden) return;
      stream = new EventSource(url);
      stream.onopen = () => { offline.hidden = true; };
      stream.onerror = () => {
        offline.hidden = false;
        if (stream && stream.readyState === EventSource.CLOSED) {
          stream = null;
          setTimeout(open, 3000);
        }
      };
      stream.addEventListener('here', look);
      stream.addEventListener('changed', look);
      // Newer pages of ours took its place: it comes back when somebody looks at it.
      stream.addEventListener('elsewhere', () => { stream?.close(); stream = null; });
    };
    addEventListener('focus', open);
    document.addEventListener('visibilitychange', () => {
      if (document.hidden) {
        stream?.close();
        stream = null;
      } else {
        open();
        // A machine that slept has lost count of time.
        if (Date.now() - again > 60000) soon(0);
      }
    });
    addEventListener('pagehide', () => { stream?.close(); stream = null; });
    open();
  };

  // --- forms ---
  document.addEventListener('click', (event) => {
    const filler = event.target.closest('[data-fill-in]');
    if (filler) {
      const field = document.getElementById(filler.dataset.fillIn);
      field.value = filler.dataset.value;
      field.dispatchEvent(new Event('input', { bubbles: true }));
      field.focus();
    }
    const place = event.target.closest('[data-place]');
    if (place) {
      const [galaxy, system, position] = place.dataset.place.split(':');
      document.getElementById('start-galaxy').value = galaxy;
      document.getElementById('start-system').value = system;
      document.getElementById('start-position').value = position;
      document.getElementById('start-position').focus();
    }
    for (const menu of document.querySelectorAll('details.planets[open]')) {
      if (!menu.contains(event.target)) menu.open = false;
    }
  });
  document.addEventListener('keydown', (event) => {
    if (event.key !== 'Escape') return;
    for (const menu of document.querySelectorAll('details.planets[open], details.menu[open]')) {
      menu.open = false;
      menu.querySelector('summary').focus();
    }
  });

  // The flight is worked out by the server, which asks the rules.
  const dispatch = document.getElementById('dispatch');
  if (dispatch) {
    let asking = null;
    let latest = 0;
    const ask = async () => {
      const fields = new URLSearchParams();
      for (const [name, value] of new FormData(dispatch)) {
        if (name !== '_csrf' && name !== 'key' && value) fields.append(name, value);
      }
      const nth = ++latest;
      try {
        const answer = await fetch(`${location.pathname}?${fields}`, { headers: { 'HX-Request': 'true' } });
        if (!answer.ok || nth !== latest) return;
        const page = new DOMParser().parseFromString(await answer.text(), 'text/html');
        const preview = page.getElementById('preview');
        if (preview) {
          document.getElementById('preview').replaceChildren(...preview.childNodes);
          document.dispatchEvent(new Event('htmx:afterSwap')); // times in the reader's own zone
        }
      } catch {
        // Offline: the last answer stays, and the banner says so.
      }
    };
    dispatch.addEventListener('input', () => {
      clearTimeout(asking);
      asking = setTimeout(ask, 250);
    });
  }

  const tick = () => {
    count();
    move();
    due();
  };
  document.addEventListener('htmx:oobAfterSwap', () => { count(); move(); });
  const here = document.querySelector('.world-nav [aria-current]');
  const strip = here?.closest('.world-nav');
  if (strip && strip.scrollWidth > strip.clientWidth) {
    strip.scrollLeft = here.offsetLeft - strip.clientWidth / 2 + here.offsetWidth / 2;
  }
  tick();
  came = null;
  setInterval(tick, 250);
  again = Date.now();
  const page = document.querySelector('[data-world]');
  if (page) follow(page.dataset.world);
})();
