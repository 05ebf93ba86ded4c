/* Keys of the staff pages. All that they do can be done without them; nothing leaves the page for it. */
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

  if (!dialog) return;
  document.addEventListener("keydown", (event) => {
    const inField = event.target.closest("input:not([type=checkbox]):not([type=radio]), textarea, select");
    if (inField || event.ctrlKey || event.altKey || event.metaKey || dialog.open) return;
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
})();
