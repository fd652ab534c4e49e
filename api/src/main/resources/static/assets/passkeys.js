// Passkeys: the one thing that a page cannot do without a script. Its buttons stay hidden where
// there is none, or where the browser knows no passkeys.
(() => {
  'use strict';
  if (!window.PublicKeyCredential?.parseCreationOptionsFromJSON) return;

  const post = async (path, body) => {
    const token = document.querySelector('input[name=_csrf]')?.value ?? '';
    const answer = await fetch(path, {
      method: 'POST',
      headers: { 'Content-Type': 'application/json', Accept: 'application/json', 'X-CSRF-TOKEN': token },
      body: body === undefined ? '{}' : JSON.stringify(body),
    });
    if (answer.ok) return answer.status === 204 ? null : answer.json();
    const problem = await answer.json().catch(() => ({}));
    if (problem.code === 'PROOF_REQUIRED') {
      location.assign('/auth/confirm?next=/account'); // and the click is made once more
    }
    throw new Error(problem.detail ?? `It did not work (${answer.status}).`);
  };

  const make = async (root) => {
    const options = await post('/api/account/passkeys/options');
    const made = await navigator.credentials.create({
      publicKey: PublicKeyCredential.parseCreationOptionsFromJSON(options),
    });
    const label = root.querySelector('input')?.value ?? '';
    await post(`/api/account/passkeys?label=${encodeURIComponent(label)}`, made.toJSON());
    location.reload();
  };

  const show = async (root) => {
    // On the way in, or once more by somebody who is in.
    const door = root.dataset.passkey === 'confirm' ? '/auth/confirm/passkey' : '/auth/passkey';
    const options = await post(`${door}/options`);
    const shown = await navigator.credentials.get({
      publicKey: PublicKeyCredential.parseRequestOptionsFromJSON(options),
    });
    const next = encodeURIComponent(root.dataset.next ?? '');
    const { location: path } = await post(`${door}?next=${next}`, shown.toJSON());
    location.assign(path);
  };

  for (const root of document.querySelectorAll('[data-passkey]')) {
    root.hidden = false;
    const button = root.querySelector('button');
    const problem = root.querySelector('[role=alert]');
    button.addEventListener('click', async () => {
      button.disabled = true;
      problem.hidden = true;
      try {
        await (root.dataset.passkey === 'make' ? make(root) : show(root));
      } catch (error) {
        // Whoever closes the browser's own window has changed their mind.
        if (error.name !== 'NotAllowedError' && error.name !== 'AbortError') {
          problem.textContent = error.name === 'InvalidStateError'
            ? 'This device has a passkey for your account already.' : error.message;
          problem.hidden = false;
        }
        button.disabled = false;
      }
    });
  }
})();
