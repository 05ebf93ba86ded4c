/* Keys of the staff pages, and steps on the rows of a list without loading it again. All of it can be done without
   scripts by the same forms and links; the one thing that is asked for is asked of this site alone. */
"use strict";
(() => {
  const dialog = document.getElementById("keys");
  const rows = () => Array.from(document.querySelectorAll(".dense tbody tr")).filter((row) => row.querySelector("td.number a"));
  let at = -1;
  let going = 0;

  function move(by) {
    const all = rows();
    if (!all.length) return;
    at = Math.min(Math.max(at + by, 0), all.length - 1);
    all[at].querySelector("td.number a").focus();
    all[at].scrollIntoView({ block: "nearest" });
  }

  function row() {
    const held = document.activeElement && document.activeElement.closest(".dense tbody tr");
    return held || rows()[at];
  }

  function go(key) {
    const link = Array.from(dialog.querySelectorAll("a[data-go]")).find((one) => one.dataset.go === key);
    if (link) location.assign(link.href);
  }

  const does = {
    "?": () => dialog.showModal(),
    "/": () => { const box = document.getElementById("q"); if (box) box.focus(); else go("o"); },
    j: () => move(1),
    k: () => move(-1),
    o: () => { const link = row() && row().querySelector("td.number a"); if (link) link.click(); },
    x: () => { const box = row() && row().querySelector("input.pick"); if (box) box.checked = !box.checked; },
    g: () => { going = Date.now(); },
  };

  // A browser that keeps nothing for a site keeps the switch for as long as the page stands.
  const kept = (() => { try { return window.localStorage; } catch { return null; } })();
  const use = document.getElementById("keys-on");
  const open = document.getElementById("open-keys");

  if (dialog && use && open) {
    use.checked = !(kept && kept.getItem("caseapp-keys") === "off");
    use.addEventListener("change", () => { if (kept) kept.setItem("caseapp-keys", use.checked ? "on" : "off"); });
    open.hidden = false;
    open.addEventListener("click", () => dialog.showModal());
    document.addEventListener("keydown", (event) => {
      const inField = event.target.closest("input:not(.pick), textarea, select, [contenteditable]");
      if (!use.checked || inField || event.ctrlKey || event.altKey || event.metaKey || document.querySelector("dialog[open]")) return;
      const typed = event.key.length === 1 ? event.key.toLowerCase() : "";
      // On a Cyrillic layout a letter is known by its place, as the same key of a Latin one.
      const key = !/^[a-z?/]$/.test(typed) && /^Key[A-Z]$/.test(event.code) ? event.code[3].toLowerCase() : typed;
      if (going && Date.now() - going < 1500) {
        going = 0;
        go(key);
      } else if (Object.hasOwn(does, key)) {
        does[key]();
      } else {
        return;
      }
      event.preventDefault();
    });
  }

  // A step on rows: its form comes over the list, and what it touched is put anew where it stands.
  const outcome = document.getElementById("outcome");
  const rowOf = (page, number) => page.querySelector(`.list tr[data-number="${number}"]`);
  let asking = null;
  let from = null;
  let busy = false;
  let plainly = false;

  function say(words) {
    outcome.textContent = words.replace(/\s+/g, " ").trim();
    outcome.className = "done";
  }

  function show(page) {
    if (!asking) {
      asking = document.createElement("dialog");
      asking.id = "asking";
      asking.setAttribute("aria-labelledby", "asking-title");
      asking.addEventListener("close", back);
      document.querySelector("main").append(asking);
    }
    const title = document.createElement("h2");
    title.id = "asking-title";
    title.textContent = page.querySelector("h1").textContent;
    const told = Array.from(page.querySelectorAll("main .picked-ones, main .step-form"), (part) => document.importNode(part, true));
    asking.replaceChildren(title, ...told, dialog.querySelector("form[method=dialog]").cloneNode(true));
    if (!asking.open) asking.showModal();
    const first = asking.querySelector(".errors, select, input:not([type=hidden]), textarea, button");
    first.focus();
  }

  // Focus goes to where it was, or to its row as it is now; when the row is gone, to what came of it.
  function back() {
    const number = from && from.dataset.row;
    const place = from && from.isConnected ? from : number && rowOf(document, number) && rowOf(document, number).querySelector("td.number a");
    if (place) {
      place.focus();
    } else {
      outcome.tabIndex = -1;
      outcome.focus();
    }
  }

  function put(page) {
    for (const line of page.querySelectorAll("#results tr[data-number]")) {
      const old = rowOf(document, line.dataset.number);
      const now = rowOf(page, line.dataset.number);
      if (old && now) {
        old.replaceWith(document.importNode(now, true));
      } else if (old) {
        old.remove();
      }
    }
    say(page.getElementById("said").textContent);
    if (asking && asking.open) asking.close(); else back();
  }

  function whole(form, button) {
    plainly = true;
    form.requestSubmit(button);
    plainly = false;
  }

  async function take(form, button) {
    const to = button.hasAttribute("formaction") ? button.formAction : form.action;
    busy = true;
    try {
      const answer = await fetch(to, { method: "POST", mode: "same-origin", body: new URLSearchParams(new FormData(form, button)) });
      const page = new DOMParser().parseFromString(await answer.text(), "text/html");
      const step = page.querySelector("main .step-form form");
      const told = page.querySelector("main .done");
      if (page.getElementById("results")) put(page);
      else if (step) show(page);
      else if (answer.redirected && told) say(told.textContent);
      else whole(form, button);
    } catch {
      whole(form, button);
    } finally {
      busy = false;
    }
  }

  document.addEventListener("submit", (event) => {
    const form = event.target;
    const button = event.submitter;
    const listed = form.id === "many";
    const everywhere = document.getElementById("all");
    if (plainly || !outcome || !button || !(listed || form.closest("#asking .step-form"))) return;
    if (listed && ("whole" in button.dataset || (everywhere && everywhere.checked))) return;
    event.preventDefault();
    if (busy) return;
    if (listed) {
      from = button;
      const held = button.closest("tr[data-number]");
      if (held) button.dataset.row = held.dataset.number;
    }
    take(form, button);
  });
})();
