"use strict";
// The participant's page: asks the server which trial comes next, shows its pictures for the exact time, sends the answer, and goes on.
// It knows nothing that tells the pictures apart: their names are good for one trial, and the server alone knows which is which.

const by = id => document.getElementById(id);
const sections = [...document.querySelectorAll("main > section")];
const sides = { left: by("left"), right: by("right") };
const store = "participant";
let participant = null;

function show(name) {
  for (const section of sections) section.hidden = section.id !== name;
  document.querySelector("header").hidden = name !== "stage" && name !== "between";
}

const rest = milliseconds => new Promise(resume => setTimeout(resume, milliseconds));
const frame = () => new Promise(requestAnimationFrame);
const pressed = button => new Promise(resume => {
  button.hidden = false;
  button.focus({ preventScroll: true });
  button.addEventListener("click", resume, { once: true });
});

// Asks until the server answers: a lost connection or a restart must not lose a participant. Refusals (4xx) are answers.
async function ask(path, body) {
  for (let wait = 500; ; wait = Math.min(2 * wait, 5000)) {
    try {
      const response = await fetch(path, {
        method: body === undefined ? "GET" : "POST",
        headers: { ...(participant && { Authorization: `Bearer ${participant}` }), ...(body !== undefined && { "Content-Type": "application/json" }) },
        body: body === undefined ? undefined : JSON.stringify(body),
        cache: "no-store",
      });
      if (response.status < 500) {
        by("trouble").hidden = true;
        return response;
      }
    } catch { /* not reachable */ }
    by("trouble").textContent = "The study cannot be reached. Trying again; nothing is lost.";
    by("trouble").hidden = false;
    await rest(wait);
  }
}

async function picture(name) {
  const response = await ask(`picture/${name}`);
  return response.ok ? createImageBitmap(await response.blob()) : null;
}

// Shows pictures from one frame of the screen to another, and returns how long that was, in milliseconds, by the screen's own clock.
async function expose(shown, milliseconds) {
  let last = await frame();
  for (const [side, bitmap] of shown) {
    const canvas = sides[side].firstElementChild;
    [canvas.width, canvas.height] = [bitmap.width, bitmap.height];
    canvas.getContext("2d").drawImage(bitmap, 0, 0);
  }
  const begin = last;
  for (;;) {
    const now = await frame();
    // Half a frame early is nearer than half a frame late.
    if (now - begin >= milliseconds - (now - last) / 2) {
      for (const [side] of shown) clear(side);
      return now - begin;
    }
    last = now;
  }
}

function clear(side) {
  const canvas = sides[side].firstElementChild;
  canvas.getContext("2d").clearRect(0, 0, canvas.width, canvas.height);
}

// Waits for an arrow key or a tap.
function choice() {
  return new Promise(resume => {
    const listening = new AbortController();
    const choose = side => {
      listening.abort();
      for (const button of Object.values(sides)) button.disabled = true;
      sides[side].classList.add("chosen");
      resume(side);
    };
    for (const [side, button] of Object.entries(sides)) {
      button.disabled = false;
      button.addEventListener("click", () => choose(side), { signal: listening.signal });
    }
    addEventListener("keydown", event => {
      const side = { ArrowLeft: "left", ArrowRight: "right" }[event.key];
      if (side && !event.repeat && !event.ctrlKey && !event.altKey && !event.metaKey) {
        event.preventDefault();
        choose(side);
      }
    }, { signal: listening.signal });
  });
}

async function trial(next, protocol) {
  show("stage");
  for (const button of Object.values(sides)) button.classList.remove("chosen");
  by("prompt").textContent = "";
  const bitmaps = await Promise.all([picture(next.left), picture(next.right)]);
  if (bitmaps.includes(null)) return; // answered in another window: ask for the state again
  while (document.hidden) await new Promise(resume => document.addEventListener("visibilitychange", resume, { once: true }));
  await rest(Math.min(500, protocol.exposureMs));
  let leftMs, rightMs;
  if (protocol.inTurn) {
    leftMs = await expose([["left", bitmaps[0]]], protocol.exposureMs);
    rightMs = await expose([["right", bitmaps[1]]], protocol.exposureMs);
  } else {
    leftMs = rightMs = await expose([["left", bitmaps[0]], ["right", bitmaps[1]]], protocol.exposureMs);
  }
  for (const bitmap of bitmaps) bitmap.close();

  const asked = performance.now();
  by("prompt").textContent = "Which one was made by the program?";
  const fake = await choice();
  const response = await ask("api/answer", { trial: next.number, fake, responseMs: performance.now() - asked, leftMs, rightMs });
  by("prompt").textContent = "";
  if (response.ok && next.isPractice) {
    const { wasRight } = await response.json();
    const other = fake === "left" ? "right" : "left";
    by("prompt").textContent = wasRight ? `✓ Right: the ${fake} one was made by the program.` : `✗ No: the ${other} one was made by the program.`;
    await pressed(by("next"));
    by("next").hidden = true;
  }
}

function tell(info) {
  const { protocol } = info;
  const seconds = protocol.exposureMs === 1000 ? "one second" : `${protocol.exposureMs / 1000} seconds`;
  const pairs = count => count === 1 ? "one pair" : `${count} pairs`;
  by("exposure").textContent = protocol.inTurn ? `First the left, then the right one is shown, each for ${seconds}.` : `Both are shown side by side for ${seconds}.`;
  by("practice").textContent = `First ${pairs(protocol.practice)} for practice: you are told whether you were right.`;
  by("practice").hidden = protocol.practice === 0;
  by("test").textContent = `${protocol.practice > 0 ? "Then" : "There are"} ${pairs(protocol.test)}${protocol.practice > 0 ? " without being told" : ""}.`;
  if (info.consent) {
    by("consent").replaceChildren(...info.consent.split(/\n\s*\n/).map(text => Object.assign(document.createElement("p"), { textContent: text })));
  }
  document.documentElement.style.setProperty("--size", `${protocol.pictureSize}px`);
  for (const button of Object.values(sides)) button.firstElementChild.width = button.firstElementChild.height = protocol.pictureSize;
}

async function session({ protocol }) {
  for (let resumed = true; ; resumed = false) {
    const response = await ask("api/state");
    if (!response.ok) return false;
    const { next, answered } = await response.json();
    const all = protocol.practice + protocol.test;
    by("progress").value = answered / all;
    if (!next) {
      by("kept").textContent = `All ${all} answers are kept. You may close this page.`;
      show("thanks");
      return true;
    }
    by("place").textContent = next.isPractice ? `Practice ${next.number} of ${protocol.practice}` : `${next.number - protocol.practice} of ${protocol.test}`;
    if (!next.isPractice && next.number === protocol.practice + 1 && protocol.practice > 0) {
      show("between");
      await pressed(by("on"));
    } else if (resumed && answered > 0) {
      show("stage");
      by("prompt").textContent = "Welcome back.";
      await pressed(by("next"));
      by("next").hidden = true;
    }
    await trial(next, protocol);
  }
}

async function begin() {
  const info = await (await ask("api/study")).json();
  tell(info);
  const invitation = location.hash.slice(1) || null;
  const known = localStorage.getItem(store);
  participant = info.isPublic && invitation ? invitation : known;
  if (participant && (await ask("api/state")).ok) {
    localStorage.setItem(store, participant);
  } else {
    participant = null;
    if (info.isPublic && !invitation) {
      by("reason").textContent = "Each participant has a link of their own. Please use the one that was sent to you, all of it.";
      show("refused");
      return;
    }
    show("welcome");
    await pressed(by("start"));
    const joined = await ask("api/join", { invitation: info.isPublic ? invitation : null });
    if (!joined.ok) {
      by("reason").textContent = (await joined.json()).error;
      show("refused");
      return;
    }
    participant = (await joined.json()).participant;
    localStorage.setItem(store, participant);
  }
  if (await session(info) && !info.isPublic) {
    await pressed(by("another"));
    localStorage.removeItem(store);
    location.reload();
  }
}

begin();
