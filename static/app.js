/* Manyhands. Everything works without this file; it only spares a page load or a tap. No eval, no inline handlers. */
(function () {
  "use strict";

  const words = document.getElementById("words");
  const word = (name) => (words && words.dataset[name]) || "";

  /* htmx 4 drops inherited hx-headers, so the token is added here and nowhere else. */
  document.addEventListener("htmx:configRequest", (event) => {
    const meta = document.querySelector('meta[name="csrf-token"]');
    if (meta && event.detail.verb !== "get") event.detail.headers["X-CSRFToken"] = meta.content;
  });

  /* A line in the status region, spoken by screen readers. Text only: never markup. */
  function say(text) {
    const region = document.getElementById("status");
    if (!region || !text) return;
    const line = document.createElement("p");
    line.className = "status";
    line.textContent = text;
    region.replaceChildren(line);
    region.scrollIntoView({ block: "nearest" });
  }

  document.addEventListener("htmx:sendError", () => { say(word("offline")); release(); });
  document.addEventListener("htmx:timeout", () => { say(word("offline")); release(); });
  document.addEventListener("htmx:responseError", (event) => {
    const status = event.detail.xhr.status;
    say(word(status === 404 || status === 403 ? "refused" : "broken"));
    release();
  });

  /* A whole page where a fragment was asked for (sign-in, a refusal, the page after saving) takes the place of the page. */
  document.addEventListener("htmx:beforeSwap", (event) => {
    const { xhr, elt, boosted } = event.detail;
    if (boosted || !event.detail.shouldSwap || !/^\s*<!doctype/i.test(xhr.responseText)) return;
    if (elt.closest && elt.closest("[hx-select]")) return;
    event.detail.target = document.body;
    event.detail.swapOverride = "innerHTML";
    if (xhr.status < 400 && xhr.responseURL) history.replaceState(null, "", xhr.responseURL);
    window.scrollTo(0, 0);
  });

  /* A second press while the first is on its way must not send the form twice. */
  let sent = [];
  function release() {
    sent.forEach((button) => button.removeAttribute("aria-disabled"));
    sent = [];
  }
  document.addEventListener("submit", (event) => {
    const button = event.submitter;
    if (!button) return;
    if (button.getAttribute("aria-disabled") === "true") {
      event.preventDefault();
      event.stopImmediatePropagation();
      return;
    }
    if (event.target.method === "post") {
      button.setAttribute("aria-disabled", "true");
      sent.push(button);
    }
  }, true);
  document.addEventListener("htmx:afterRequest", release);
  window.addEventListener("pageshow", release);

  /* Menus close when one looks elsewhere, and on Escape, with focus back on their summary. */
  const open = () => document.querySelectorAll("details.menu[open]");
  document.addEventListener("click", (event) => {
    open().forEach((menu) => { if (!menu.contains(event.target)) menu.open = false; });
  });
  document.addEventListener("keydown", (event) => {
    if (event.key !== "Escape") return;
    open().forEach((menu) => {
      const inside = menu.contains(document.activeElement);
      menu.open = false;
      if (inside) menu.querySelector("summary").focus();
    });
  });

  /* After a swap the error summary, or what the server marked, takes the focus. */
  document.addEventListener("htmx:afterSettle", (event) => {
    const alert = event.detail.elt.querySelector && event.detail.elt.querySelector('[role="alert"][tabindex]');
    if (alert) alert.focus();
  });

  /* “Print”, where a page is taken along on paper; without this file the browser's own menu does it. */
  document.querySelectorAll("[data-print]").forEach((button) => { button.hidden = false; });
  document.addEventListener("click", (event) => { if (event.target.closest("[data-print]")) window.print(); });

  /* “Try again” on error pages. */
  document.addEventListener("click", (event) => {
    const link = event.target.closest("[data-reload]");
    if (!link) return;
    event.preventDefault();
    location.reload();
  });
})();
