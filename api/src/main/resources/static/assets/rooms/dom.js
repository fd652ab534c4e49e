// Small tools for the page. Whatever comes from people is only ever set as text.

export const $ = (id) => document.getElementById(id);

export const text = (element, value) => {
  const words = value === null || value === undefined ? '' : String(value);
  if (element.textContent !== words) element.textContent = words;
};

export const show = (element, whether) => {
  if (element.hidden === Boolean(whether)) element.hidden = !whether;
};

export const mark = (element, name, value) => {
  if (element.getAttribute(name) !== String(value)) element.setAttribute(name, value);
};

export const make = (tag, classes, words) => {
  const element = document.createElement(tag);
  if (classes) element.className = classes;
  if (words !== undefined) element.textContent = words;
  return element;
};

const SVG = 'http://www.w3.org/2000/svg';

// One of the signs that the page uses already, by the address that it has in this version.
export const icon = (name) => {
  const svg = document.createElementNS(SVG, 'svg');
  svg.setAttribute('class', 'icon');
  svg.setAttribute('aria-hidden', 'true');
  const use = document.createElementNS(SVG, 'use');
  use.setAttribute('href', document.querySelector('use').getAttribute('href').replace(/#.*/, `#${name}`));
  svg.append(use);
  return svg;
};

const clone = (template) => $(template).content.firstElementChild.cloneNode(true);

// A list as it has to be: what is there stays (and moves, and turns), what is new is made, what is
// gone goes.
// @param fill(element, item, first, made) first: for the first time (the server may have made it)
export const list = (box, items, key, template, fill) => {
  const known = new Map();
  for (const child of [...box.children]) known.set(child.dataset.key, child);
  let after = null;
  for (const item of items) {
    const name = String(key(item));
    let element = known.get(name);
    const made = !element;
    if (made) {
      element = typeof template === 'function' ? template(item) : clone(template);
      element.dataset.key = name;
    }
    known.delete(name);
    const first = !element.dataset.filled;
    element.dataset.filled = 'yes';
    fill(element, item, first, made);
    const next = after ? after.nextElementSibling : box.firstElementChild;
    if (next !== element) box.insertBefore(element, next);
    after = element;
  }
  for (const element of known.values()) element.remove();
};

// The same letter and colour as the server gives somebody.
export const letter = (name) => {
  const first = [...name.trim()][0];
  return first ? first.toUpperCase() : '?';
};

export const colour = (id) => {
  let sum = 0;
  for (const sign of id) sum = (sum * 31 + sign.codePointAt(0)) % 1000003;
  return sum % 8;
};

export const face = (element, id, name, here) => {
  const small = element.classList.contains('small') ? ' small' : '';
  const classes = `face${small} face-${colour(id)}${here ? ' here' : ''}`;
  if (element.className !== classes) element.className = classes;
  text(element, letter(name));
};

// Said to who cannot see it.
let told = '';
export const announce = (words) => {
  const live = $('live');
  // The same words again are news again.
  told = words === told ? `${words}\u00a0` : words;
  live.textContent = told;
};

export const toast = (words, bad = false) => {
  const line = make('p', bad ? 'toast bad' : 'toast', words);
  const box = $('toasts');
  while (box.childElementCount > 2) box.firstElementChild.remove();
  box.append(line);
  setTimeout(() => line.remove(), bad ? 6000 : 3500);
};

// Dialogs: one's own close button, a click beside it, Escape.
export const sheet = (id) => {
  const dialog = $(id);
  dialog.addEventListener('click', (event) => {
    if (event.target === dialog || event.target.closest('[data-close]')) dialog.close();
  });
  return dialog;
};

export const copy = async (words) => {
  try {
    await navigator.clipboard.writeText(words);
    toast('Copied.');
    return true;
  } catch {
    toast(words); // not allowed outside of https
    return false;
  }
};
