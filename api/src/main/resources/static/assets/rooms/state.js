// What this page knows of the room, and what its viewer may do there. No page, no network. What the
// server's rules say, they say again: this only keeps buttons away that would be refused.

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
    this.here = new Set(); // members with a page open
    this.writing = new Map();
    this.seq = view.seq; // of the last event that was seen
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

  // A game without a choice of topics calls its rounds by its own key.
  topic(topic) {
    return this.games.find((game) => game.key === topic)?.name ?? topic;
  }

  get lively() {
    return this.view.members.filter((member) => this.here.has(member.id)).length;
  }

  get nextPlayers() {
    return this.view.members.filter((member) => member.next === 'PLAYER').length;
  }

  get mayStart() {
    if (!this.me || this.over) return false;
    if (this.host) return true;
    if (this.view.settings.starts === 'HOST') return false;
    return this.me.role !== 'WATCHER' || (this.view.rounds === 0 && this.view.host === null);
  }

  get mayAddBots() {
    return this.me !== null && !this.over && (this.host || this.view.settings.roles === 'ANYONE');
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
}
