mount("slider", (section, given) => {
  const last = given.pictures.length - 1;
  const frames = given.pictures.map(picture => element("div", { role: "img", "aria-label": picture.text }));
  frames.forEach((frame, i) => { frame.innerHTML = given.pictures[i].html; frame.firstElementChild.alt = ""; });
  const caption = element("output", { "data-part": "value", "aria-live": "polite" });
  const slider = element("input", { type: "range", min: 0, max: last, step: 1, value: last, "aria-label": given.quantity, oninput: () => { stop(); show(); } });
  const play = element("button", { type: "button", "data-do": "play", onclick: () => timer ? stop() : start() }, "▶ play");
  let timer = 0;

  function show() {
    frames.forEach((frame, i) => { frame.hidden = i !== slider.valueAsNumber; });
    caption.textContent = `${given.quantity} ${given.pictures[slider.valueAsNumber].value}`;
    slider.setAttribute("aria-valuetext", caption.textContent);
  }

  function start() {
    if (slider.valueAsNumber === last) slider.value = 0;
    play.textContent = "❚❚ pause";
    show();
    timer = setInterval(() => { slider.value = slider.valueAsNumber + 1; show(); if (slider.valueAsNumber === last) stop(); }, 500);
  }

  function stop() {
    clearInterval(timer);
    timer = 0;
    play.textContent = "▶ play";
  }

  section.append(
    element("figure", {}, element("figcaption", {}, given.title), element("div", { class: "controls" }, play, slider, caption), ...frames));
  show();
});
