/* Passkeys: the only pages that need a script, because a browser hands a key to scripts alone. */
(function () {
  "use strict";

  const form = document.querySelector("form[data-passkey]");
  if (!form) return;
  const secure = window.isSecureContext && window.PublicKeyCredential && window.webauthnJSON;
  document.querySelectorAll("[data-with-passkeys]").forEach((part) => { part.hidden = !secure; });
  document.querySelectorAll("[data-without-passkeys]").forEach((part) => { part.hidden = !!secure; });
  if (!secure) return;

  const failed = form.querySelector("[data-failed]");
  const options = async () => {
    const given = document.getElementById("passkey-options");
    if (given) return JSON.parse(given.textContent);
    const answer = await fetch(form.action, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error("no options");
    return (await answer.json()).request_options;
  };

  /* The device first, then the server: the form is sent once it holds what the device signed. */
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const button = event.submitter;
    failed.hidden = true;
    try {
      const asked = await options();
      const given = await (form.dataset.passkey === "add" ? window.webauthnJSON.create(asked) : window.webauthnJSON.get(asked));
      form.elements.credential.value = JSON.stringify(given);
      form.submit();
    } catch (error) {
      failed.hidden = false;
      failed.focus();
      if (button) button.removeAttribute("aria-disabled");
    }
  });
})();
