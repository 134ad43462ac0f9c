// Keeps jobs that are being made up to date, copies links, plays videos side by side, asks before something is deleted.
"use strict";

const INTERVAL = 700; // milliseconds: a 15 s video takes about ten seconds

function exchange(shown, fresh) {
  const open = new Set([...shown.querySelectorAll("details[open]")].map((part) => part.id));
  for (const part of fresh.querySelectorAll("details")) part.open = open.has(part.id);
  shown.replaceWith(fresh);
  prepare(fresh);
}

function update(list, page) {
  let before = null;
  for (const fresh of page.querySelectorAll("#jobs > article")) {
    const shown = document.getElementById(fresh.id);
    if (!shown) {
      list.insertBefore(fresh, before ? before.nextElementSibling : list.firstElementChild);
      prepare(fresh);
    } else if (shown.dataset.version !== fresh.dataset.version) exchange(shown, fresh);
    before = document.getElementById(fresh.id);
  }
  offerToPlayAll();
}

async function watch() {
  const list = document.getElementById("jobs");
  while (list && list.querySelector("[data-live]")) {
    await new Promise((resolve) => setTimeout(resolve, INTERVAL));
    if (document.hidden) continue;
    try {
      const answer = await fetch(list.dataset.from, { headers: { Accept: "text/html" } });
      if (answer.ok) update(list, new DOMParser().parseFromString(await answer.text(), "text/html"));
    } catch {
      // The server is being restarted: the next round asks again.
    }
  }
}

async function copy(button) {
  const address = new URL(button.dataset.copy, location.href).href;
  try {
    await navigator.clipboard.writeText(address);
    button.textContent = "Copied";
  } catch {
    prompt("Link to the video", address); // browsers have no clipboard for pages without https
  }
}

function prepare(part) {
  for (const button of part.querySelectorAll("[data-copy]")) {
    button.hidden = false;
    button.addEventListener("click", () => copy(button));
  }
  for (const form of part.querySelectorAll("form[data-confirm]")) {
    form.addEventListener("submit", (event) => {
      if (!confirm(form.dataset.confirm)) event.preventDefault();
    });
  }
}

function playAll() {
  for (const video of document.querySelectorAll("#jobs video")) {
    video.muted = true;
    video.currentTime = 0;
    video.play();
  }
}

const button = document.getElementById("play-all");
button?.addEventListener("click", playAll);

function offerToPlayAll() {
  if (button) button.hidden = document.querySelectorAll("#jobs video").length < 2;
}

offerToPlayAll();
prepare(document);
watch();
