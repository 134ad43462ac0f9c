// Keeps jobs that are being made up to date: asks for the page again and exchanges what has changed.
"use strict";

const INTERVAL = 700; // milliseconds: a 15 s video takes about ten seconds

function exchange(shown, fresh) {
  const open = new Set([...shown.querySelectorAll("details[open]")].map((part) => part.id));
  for (const part of fresh.querySelectorAll("details")) part.open = open.has(part.id);
  shown.replaceWith(fresh);
}

function update(list, page) {
  let before = null;
  for (const fresh of page.querySelectorAll("#jobs > article")) {
    const shown = document.getElementById(fresh.id);
    if (!shown) list.insertBefore(fresh, before ? before.nextElementSibling : list.firstElementChild);
    else if (shown.dataset.version !== fresh.dataset.version) exchange(shown, fresh);
    before = document.getElementById(fresh.id);
  }
}

async function watch() {
  const list = document.getElementById("jobs");
  while (list && list.querySelector("[data-live]")) {
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    try {
      const answer = await fetch(list.dataset.from, { headers: { Accept: "text/html" } });
      if (answer.ok) update(list, new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // The server is being restarted: the next round asks again.
    }
  }
}

watch();
