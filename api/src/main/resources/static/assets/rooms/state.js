// What this page knows of the room, and how an event changes it. Pure: no page, no network.

const camel = (name) => name.replace(/_([a-z])/g, (_, sign) => sign.toUpperCase());

// Names of members never have an underscore, so keys that are ids stay as they are.
export const tidy = (value) => {
  if (Array.isArray(value)) return value.map(tidy);
  if (value === null || typeof value !== 'object') return value;
  return Object.fromEntries(Object.entries(value).map(([name, one]) => [camel(name), tidy(one)]));
};

export const seconds = (span) => {
  if (typeof span === 'number') return span;
  const parts = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+(?:\.\d+)?)S)?)?$/.exec(span ?? '');
  if (!parts) return 0;
  const [, days, hours, minutes, rest] = parts.map((part) => Number(part ?? 0));
  return days * 86400 + hours * 3600 + minutes * 60 + rest;
};

export class Room {
  constructor(view, games) {
    this.games = games;
    this.names = new Map();
    this.here = new Map();
    this.writing = new Map();
    this.take(view);
  }

  // The whole room anew. What is older than what is known is not taken.
  take(view) {
    if (this.view && view.seq < this.view.seq) return false;
    this.view = view;
    for (const member of view.members) this.names.set(member.id, member.name);
    return true;
  }

  get me() {
    return this.member(this.view.you);
  }

  get host() {
    return this.view.you !== null && this.view.host === this.view.you;
  }

  get over() {
    return this.view.over !== null && this.view.over !== undefined;
  }

  get cards() {
    const table = this.view.round?.table;
    return table?.game === 'top10' ? table.cards : [];
  }

  member(id) {
    return this.view.members.find((member) => member.id === id) ?? null;
  }

  name(id) {
    return this.names.get(id) ?? 'somebody who left';
  }

  game(key = this.view.game) {
    return this.games.find((game) => game.key === key) ?? { key, name: key, fewest: 1, most: 64 };
  }

  get lively() {
    return this.view.members.filter((member) => this.here.get(member.id) > 0).length;
  }

  get nextPlayers() {
    return this.view.members.filter((member) => member.next === 'PLAYER').length;
  }

  get mayStart() {
    if (!this.me || this.over) return false;
    if (this.view.settings.starts === 'HOST') return this.host;
    return this.me.role !== 'WATCHER' || this.me.next !== 'WATCHER' ||
      (this.view.rounds === 0 && this.view.host === null);
  }

  // Why no round can begin now; empty when one can.
  get notYet() {
    const game = this.game();
    const fewest = Math.max(game.fewest, this.view.settings.fewest);
    const players = this.nextPlayers;
    if (players < fewest) {
      const missing = fewest - players;
      return `${fewest} players are needed: ${missing} more.`;
    }
    return players > game.most ? `${game.name} has room for ${game.most} players; ${players} want to play.` : '';
  }

  maySet(who, next) {
    if (!this.me || this.over) return false;
    const rule = this.view.settings.roles;
    if (this.host || rule === 'ANYONE') return true;
    if (who !== this.view.you) return false;
    return rule === 'SELF' || next !== 'MASTER';
  }

  get muted() {
    const until = this.me?.muted;
    return until && Date.parse(until) > Date.now() ? until : null;
  }

  // Takes an event over. Answers whether that was all: false when the room has to be read anew.
  apply(event) {
    const view = this.view;
    const d = event.data;
    if (event.seq > view.seq) view.seq = event.seq;
    switch (event.type) {
      case 'joined':
        this.names.set(d.member, d.name);
        if (d.member === view.you) return false;
        if (!this.member(d.member)) {
          view.members.push({
            id: d.member, name: d.name, role: (d.role ?? 'WATCHER').toUpperCase(),
            next: (d.next ?? 'WATCHER').toUpperCase(), seated: true, muted: null,
          });
        } else {
          this.member(d.member).seated = true;
        }
        return true;
      case 'left':
        view.members = view.members.filter((member) => member.id !== d.member);
        this.here.delete(d.member);
        if (d.member === view.you) view.you = null;
        return view.round === null || view.round.table.game === 'top10';
      case 'muted':
        if (this.member(d.member)) this.member(d.member).muted = d.until || null;
        return true;
      case 'next_role':
        if (this.member(d.member)) this.member(d.member).next = d.next.toUpperCase();
        return true;
      case 'host':
        view.host = d.member || null;
        return true;
      case 'over':
        view.over = d.why;
        view.round = null;
        return true;
      case 'said':
      case 'reacted':
      case 'opened':
        return true;
      case 'played':
        return this.played(event);
      default: // rounds, settings, and what a newer server tells
        return false;
    }
  }

  // A move at a table of cards. Only what oneself sees below a card is in no event.
  played(event) {
    const d = event.data;
    const card = this.cards.find((one) => one.id === d.card);
    if (!card) return false;
    const mine = event.by === this.view.you;
    switch (d.what) {
      case 'flip':
        card.faceDown = d.face_down === 'true';
        card.value = card.faceDown ? null : Number(d.value);
        return !(card.faceDown && card.peeked?.[this.view.you]);
      case 'peek':
        card.peeked = { ...card.peeked, [event.by]: d.peeked === 'true' };
        if (!mine || !card.faceDown) return true;
        if (d.peeked !== 'true') card.value = null;
        return card.value !== null || d.peeked !== 'true';
      case 'score':
        card.scored = d.scored === '' ? null : Number(d.scored);
        return true;
      default:
        return false;
    }
  }
}
