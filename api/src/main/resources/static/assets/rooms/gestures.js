// What a hand does to a card. Press and hold to look below it, for as long as it is held; tap twice
// to turn it over. With a keyboard: Enter looks and looks away.

const HOLD = 220;
const TWICE = 320;

export const onCard = (element, { look, away, turn, toggle }) => {
  let timer = null;
  let holding = false;
  let tapped = 0;

  const let_go = () => {
    clearTimeout(timer);
    element.classList.remove('holding');
    if (!holding) return false;
    holding = false;
    away();
    return true;
  };
  element.addEventListener('pointerdown', (event) => {
    if (event.button !== 0 || element.disabled) return;
    element.setPointerCapture(event.pointerId);
    element.classList.add('holding');
    timer = setTimeout(() => {
      holding = true;
      look();
    }, HOLD);
  });
  element.addEventListener('pointerup', () => {
    if (let_go()) {
      tapped = 0;
      return;
    }
    const now = performance.now();
    if (now - tapped < TWICE) {
      tapped = 0;
      turn();
    } else {
      tapped = now;
    }
  });
  element.addEventListener('pointercancel', let_go);
  element.addEventListener('contextmenu', (event) => event.preventDefault());
  element.addEventListener('click', (event) => {
    if (event.detail === 0) toggle(); // a keyboard's, or a screen reader's
  });
};
